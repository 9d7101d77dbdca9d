import { byId, byKey, listBy, pagesBy } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Match, Participant, Tournament } from './__generated__/prisma/client.ts';
import { boardLoader } from './boards.ts';
import { entryLoader, openMatchLoader, placesLoader, podiumLoader } from './counting.ts';
import { recordLoader, upcomingLoader } from './entries.ts';

export const loaders = (db: Database) => ({
  tournament: byId(db.tournament),
  tournamentBySlug: byKey(db.tournament, 'slug'),
  stage: byId(db.stage),
  match: byId(db.match),
  participant: byId(db.participant),
  person: byId(db.person),
  team: byId(db.team),
  board: boardLoader(db),
  stagesOf: listBy(db.stage, 'tournamentId', { number: 'asc' }),
  officialsOf: listBy(db.official, 'tournamentId', { since: 'asc' }),
  podiumOf: podiumLoader(db),
  reportsOf: listBy(db.matchReport, 'matchId', { id: 'asc' }),
  advancementsFrom: listBy(db.advancement, 'fromStageId', { toStageId: 'asc' }),
  entryOf: entryLoader(db),
  teamsOf: listBy(db.teamMember, 'userId', { teamId: 'asc' }),
  hasOpenMatch: openMatchLoader(db),
  placesTaken: placesLoader(db),
  personEntries: pagesBy<Participant>(db.person, 'entries', { order: [{ id: 'desc' }] }),
  teamEntries: pagesBy<Participant>(db.team, 'entries', { order: [{ id: 'desc' }] }),
  tournamentsOfGame: pagesBy<Tournament>(db.game, 'tournaments', { order: [{ createdAt: 'desc' }, { id: 'desc' }] }),
  personRecord: recordLoader(db, 'userId'),
  teamRecord: recordLoader(db, 'teamId'),
  upcomingOf: upcomingLoader(db),
  participants: pagesBy<Participant>(db.tournament, 'participants', { order: [{ id: 'asc' }] }),
  matches: pagesBy<Match>(db.tournament, 'matches', { order: [{ id: 'asc' }] }),
});
