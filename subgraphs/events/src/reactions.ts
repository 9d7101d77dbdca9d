import { keepsPeople, reactTo } from '@fieldhouse/kit';
import type { TeamRole } from './__generated__/prisma/client.ts';
import type { Database } from './context.ts';
import { cancelComing } from './event.ts';
import { withdrawAll } from './invitations.ts';
import { holdTeam, join, placeChanged, rememberTeam } from './teams.ts';

export const reactions = reactTo<Database>({
  ...keepsPeople,
  UserDeleted: async (event, resources) => {
    await keepsPeople.UserDeleted.batch([event], resources);
    await withdrawAll(resources.tx, event.userId, resources.now());
  },
  TeamCreated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, archived: false, ...team }),
  TeamUpdated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, ...team }),
  // Told once the team is restored already, it still calls off what was to come when it happened.
  TeamArchived: async ({ teamId, version }, { tx, emit, now }) => {
    await holdTeam(tx, teamId);
    await tx.team.updateMany({ where: { id: teamId, version: { lt: version } }, data: { archived: true, version } });
    await cancelComing(tx, emit, { teamId, version, now: now() });
  },
  TeamMemberAdded: (event, resources) => join(event, resources),
  TeamMemberUpdated: ({ teamId, userId, role, version }, resources) =>
    placeChanged({ teamId, userId, role: role as TeamRole, active: true, version }, resources),
  TeamMemberRemoved: ({ teamId, userId, version }, resources) =>
    placeChanged({ teamId, userId, role: 'SUPPORTER', active: false, version }, resources),
});
