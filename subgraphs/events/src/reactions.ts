import { keepsPeople, reactTo } from '@fieldhouse/kit';
import type { TeamRole } from './__generated__/prisma/client.ts';
import type { Database } from './context.ts';
import { holdTeam, join, matchInvitations, rememberPlace, rememberTeam } from './teams.ts';

export const reactions = reactTo<Database>({
  ...keepsPeople,
  UserDeleted: async (event, means) => {
    await keepsPeople.UserDeleted.batch([event], means);
    await means.tx.attendance.deleteMany({ where: { userId: event.userId, event: { startsAt: { gt: means.now() } } } });
  },
  TeamCreated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, archived: false, ...team }),
  TeamUpdated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, ...team }),
  TeamArchived: async ({ teamId, version }, { tx }) => {
    await tx.team.updateMany({ where: { id: teamId, version: { lt: version } }, data: { archived: true, version } });
  },
  TeamMemberAdded: (event, { tx, now }) => join(tx, event, now()),
  TeamMemberUpdated: async ({ teamId, userId, role, version }, { tx, now }) => {
    const place = { teamId, userId, role: role as TeamRole, active: true, version };
    await holdTeam(tx, teamId);
    if (await rememberPlace(tx, place)) await matchInvitations(tx, place, now());
  },
  TeamMemberRemoved: async ({ teamId, userId, version }, { tx, now }) => {
    const place = { teamId, userId, role: 'SUPPORTER' as const, active: false, version };
    await holdTeam(tx, teamId);
    if (await rememberPlace(tx, place)) await matchInvitations(tx, place, now());
  },
});
