import { byId, listBy, pagesBy } from '@fieldhouse/kit';
import type { TeamMember } from './__generated__/prisma/client.ts';
import type { Database } from './context.ts';

export const loaders = (db: Database) => ({
  club: byId(db.club),
  team: byId(db.team),
  member: byId(db.teamMember),
  person: byId(db.person),
  rosterPage: pagesBy<TeamMember>(db.team, 'members', { order: [{ id: 'asc' }] }),
  membersOf: listBy(db.teamMember, 'teamId', { id: 'asc' }),
  membershipsOf: listBy(db.teamMember, 'userId', { id: 'asc' }),
});
