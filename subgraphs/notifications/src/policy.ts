import { admin, circleNow, definePolicies, hasRole, member, onTeamNow, ownRow, self } from '@fieldhouse/kit';
import type { NotificationsContext } from './__generated__/context.ts';

export const policies = definePolicies<NotificationsContext>({
  self,
  member,
  admin,
  staff: hasRole('STAFF'),
  own: ownRow('whom it is for'),
  'subscription:own': ownRow('whose browser it is'),
  sent: ownRow('whoever sent it', 'actorId'),
  'notify:send': {
    label: 'a trainer who is staff of a team that the person is on',
    allows: async ({ roles }, { input }, context) =>
      roles.includes('TRAINER') && (await circleNow(context)).staffOf.has(input.userId),
  },
  'notify:broadcast': onTeamNow({
    label: 'owner, coach, assistant or manager of the team, as the teams domain says at that moment',
    roles: ['OWNER', 'COACH', 'ASSISTANT', 'MANAGER'],
    teamOf: ({ input }) => input.teamId ?? undefined,
  }),
  'broadcast:own': {
    label: 'whoever sent the broadcast',
    allows: async (viewer, { parent, input }, { load }) =>
      viewer.id === (parent?.actorId ?? (await load.broadcast.load(input.id))?.actorId),
  },
});
