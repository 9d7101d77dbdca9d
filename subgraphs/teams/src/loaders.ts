import { AT_ONCE, byId, listBy, pagesBy } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';
import type { Team, TeamMember } from './__generated__/prisma/client.ts';
import { circles } from './roster.ts';

export const loaders = (db: Database) => ({
  club: byId(db.club),
  team: byId(db.team),
  member: byId(db.teamMember),
  person: byId(db.person),
  teamsPage: pagesBy<Team>(db.club, 'teams', { order: [{ name: 'asc' }, { id: 'asc' }] }),
  rosterPage: pagesBy<TeamMember>(db.team, 'members', { order: [{ id: 'asc' }] }),
  membersOf: listBy(db.teamMember, 'teamId', { id: 'asc' }),
  membershipsOf: listBy(db.teamMember, 'userId', { id: 'asc' }),
  circle: new DataLoader((userIds: readonly string[]) => circles(db, userIds), AT_ONCE),
});
