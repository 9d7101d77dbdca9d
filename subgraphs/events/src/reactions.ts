import { keepsPeople, reactTo } from '@fieldhouse/kit';
import type { TeamRole } from './__generated__/prisma/client.ts';
import type { Database } from './context.ts';
import { cancelComing } from './event.ts';
import { withdrawAll } from './invitations.ts';
import { holdTeam, join, placeChanged, rememberTeam } from './teams.ts';

export const reactions = reactTo<Database>({
  ...keepsPeople,
  UserDeleted: async (event, means) => {
    await keepsPeople.UserDeleted.batch([event], means);
    await withdrawAll(means.tx, event.userId, means.now());
  },
  TeamCreated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, archived: false, ...team }),
  TeamUpdated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, ...team }),
  // Told once the team is restored already, it still calls off what was to come when it happened.
  TeamArchived: async ({ teamId, version }, { tx, emit, now }) => {
    await holdTeam(tx, teamId);
    await tx.team.updateMany({ where: { id: teamId, version: { lt: version } }, data: { archived: true, version } });
    await cancelComing(tx, emit, { teamId, version, now: now() });
  },
  TeamMemberAdded: (event, means) => join(event, means),
  TeamMemberUpdated: ({ teamId, userId, role, version }, means) =>
    placeChanged({ teamId, userId, role: role as TeamRole, active: true, version }, means),
  TeamMemberRemoved: ({ teamId, userId, version }, means) =>
    placeChanged({ teamId, userId, role: 'SUPPORTER', active: false, version }, means),
});
