import { type Announcement, announces, type Emit } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Person, Team, TeamMember } from './__generated__/prisma/client.ts';

/** What the house is told of a team. */
const looks = ({ id: teamId, version, name, timeZone, archivedAt }: Team) => ({
  teamId,
  version,
  name,
  timeZone,
  archived: archivedAt !== null,
});

/** Tells the house what a team looks like now. */
export const announceTeam = (emit: Emit, team: Team): Promise<void> => emit('TeamUpdated', looks(team));

/** What the house is told of a place on a roster. */
export const placeOf = (
  { id: memberId, teamId, userId, role, version }: TeamMember,
  { displayName, initials, color, version: profileVersion }: Person,
) => ({ teamId, version, memberId, userId, role, displayName, initials, color, profileVersion });

/** For whoever keeps a copy of teams and rosters: each team before its places, and who has left. */
export const announcements: readonly Announcement<Database>[] = [
  announces({
    event: 'TeamUpdated',
    table: 'Team',
    of: 'id',
    read: async (tx, ids) => (await tx.team.findMany({ where: { id: { in: ids } } })).map(looks),
  }),
  announces({
    event: 'TeamMemberAdded',
    table: 'TeamMember',
    of: 'teamId',
    read: async (tx, ids) => {
      const places = await tx.teamMember.findMany({ where: { id: { in: ids } }, include: { person: true } });
      return places.map((place) => placeOf(place, place.person));
    },
  }),
  announces({
    event: 'TeamMemberRemoved',
    table: 'FormerMember',
    of: 'teamId',
    read: async (tx, ids) => {
      const gone = await tx.formerMember.findMany({ where: { id: { in: ids } } });
      return gone.map(({ id: memberId, teamId, userId, version }) => ({ teamId, version, memberId, userId }));
    },
  }),
];
