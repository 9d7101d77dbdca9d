import { keepsPeople, reactTo } from '@fieldhouse/kit';
import type { TeamRole } from './__generated__/prisma/client.ts';
import type { Database } from './context.ts';
import { cancelComing } from './event.ts';
import { join, placeChanged, rememberTeam } from './teams.ts';

export const reactions = reactTo<Database>({
  ...keepsPeople,
  UserDeleted: async (event, means) => {
    await keepsPeople.UserDeleted.batch([event], means);
    await means.tx.attendance.deleteMany({ where: { userId: event.userId, event: { startsAt: { gt: means.now() } } } });
  },
  TeamCreated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, archived: false, ...team }),
  TeamUpdated: ({ teamId, ...team }, { tx }) => rememberTeam(tx, { id: teamId, ...team }),
  TeamArchived: async ({ teamId, version }, { tx, emit, now }) => {
    const news = { where: { id: teamId, version: { lt: version } }, data: { archived: true, version } };
    const { count } = await tx.team.updateMany(news);
    if (count > 0) await cancelComing(tx, emit, teamId, 'The team was archived', now());
  },
  TeamMemberAdded: (event, { tx, now }) => join(tx, event, now()),
  TeamMemberUpdated: ({ teamId, userId, role, version }, { tx, now }) =>
    placeChanged(tx, { teamId, userId, role: role as TeamRole, active: true, version }, now()),
  TeamMemberRemoved: ({ teamId, userId, version }, { tx, now }) =>
    placeChanged(tx, { teamId, userId, role: 'SUPPORTER', active: false, version }, now()),
});
