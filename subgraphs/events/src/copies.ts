import { copiedPeople, keepsCopy } from '@fieldhouse/kit';
import type { Team, TeamMember, TeamRole } from './__generated__/prisma/client.ts';

/** The teams, as their domain announces them. */
export const copiedTeams = keepsCopy<Team>({
  table: 'Team',
  key: ['id'],
  columns: ['name', 'timeZone', 'archived'],
  of: {
    TeamCreated: ({ teamId: id, name, timeZone, version }) => ({ id, name, timeZone, archived: false, version }),
    TeamUpdated: ({ teamId: id, ...team }) => ({ id, ...team }),
    TeamArchived: ({ teamId: id, version }) => ({ id, archived: true, version }),
  },
});

/** The rosters. Who left stays as a place that is not active, so that late news cannot bring them back. */
export const copiedPlaces = keepsCopy<TeamMember>({
  table: 'TeamMember',
  key: ['teamId', 'userId'],
  columns: ['role', 'active'],
  of: {
    TeamMemberAdded: (event) => place(event, event.role),
    TeamMemberUpdated: (event) => place(event, event.role),
    TeamMemberRemoved: (event) => ({ ...place(event, 'SUPPORTER'), active: false }),
  },
});

const place = (
  { teamId, userId, version }: Pick<TeamMember, 'teamId' | 'userId' | 'version'>,
  role: string,
): TeamMember => ({ teamId, userId, role: role as TeamRole, active: true, version });

export const copies = [copiedPeople, copiedTeams, copiedPlaces];
