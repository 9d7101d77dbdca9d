import { copiedPeople, keepsCopy } from '@fieldhouse/kit';
import type { Team, TeamMember, TeamRole } from './__generated__/prisma/client.ts';

/** The names of teams, as their domain announces them. */
export const copiedTeams = keepsCopy<Team>({
  table: 'Team',
  key: ['id'],
  columns: ['name'],
  of: {
    TeamCreated: ({ teamId: id, name, version }) => ({ id, name, version }),
    TeamUpdated: ({ teamId: id, name, version }) => ({ id, name, version }),
  },
});

/** The rosters: enough to say whose matches a person sees as theirs; who may report one, the teams domain says. */
const copiedPlaces = keepsCopy<TeamMember>({
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
