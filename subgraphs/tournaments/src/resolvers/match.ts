import { isDecided, winningSlot } from '@fieldhouse/brackets';
import { present } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import type { Match as MatchRow } from '../__generated__/prisma/client.ts';
import type {
  MatchGameResolvers,
  MatchPermissionsResolvers,
  MatchReportResolvers,
  MatchResolvers,
  MatchSlotResolvers,
  SlotSourceResolvers,
} from '../__generated__/resolvers.ts';
import { isOfficial, TEAM_STAFF } from '../acting.ts';
import { endOf } from '../appointments.ts';
import { matchOf, participantsOf, type StoredGame, sourcesOf } from '../rows.ts';
import { person } from './people.ts';
import { boardOf } from './stage.ts';

/** The winner of a match, or its loser; there is none of a draw, nor where neither came. */
function outcome(row: MatchRow, wanted: 'winner' | 'loser', { load }: TournamentsContext) {
  const won = isDecided(row) ? winningSlot(matchOf(row)) : null;
  if (won === null) return null;
  const id = participantsOf(row)[wanted === 'winner' ? won : 1 - won];
  return id ? load.participant.load(id) : null;
}

const games = (stored: unknown, participantIds: readonly (string | null)[]) =>
  (stored as StoredGame[]).map((game, at) => ({ ...game, number: at + 1, participantIds }));

export const Match: MatchResolvers = {
  __resolveReference: ({ id }, { load }) => load.match.load(id),
  tournament: async ({ tournamentId }, _, { load }) => present(await load.tournament.load(tournamentId)),
  stage: async ({ stageId }, _, { load }) => present(await load.stage.load(stageId)),
  group: async ({ stageId, group }, _, context) =>
    group === null ? null : { board: await boardOf(stageId, context), name: group },
  round: async ({ stageId, key }, _, context) => {
    const board = await boardOf(stageId, context);
    return { board, round: present(board.rounds.find(({ matches }) => matches.includes(key)) ?? null) };
  },
  slots: (match) => [
    { match, slot: 0 },
    { match, slot: 1 },
  ],
  games: (row) => games(row.games, participantsOf(row)),
  winner: (row, _, context) => outcome(row, 'winner', context),
  loser: (row, _, context) => outcome(row, 'loser', context),
  scheduledUntil: (row) => endOf(row),
  nextMatch: ({ winnerToId }, _, { load }) => (winnerToId ? load.match.load(winnerToId) : null),
  loserNextMatch: ({ loserToId }, _, { load }) => (loserToId ? load.match.load(loserToId) : null),
  reports: ({ id }, _, { load }) => load.reportsOf.load(id),
  referee: ({ refereeId }, _, context) => (refereeId ? person(refereeId, context) : null),
  viewerCan: (match) => match,
};

export const MatchSlot: MatchSlotResolvers = {
  position: ({ slot }) => slot,
  participant: ({ match, slot }, _, { load }) => {
    const id = participantsOf(match)[slot];
    return id ? load.participant.load(id) : null;
  },
  source: ({ match, slot }) => sourcesOf(match)[slot],
  score: ({ match, slot }) => matchOf(match).slots[slot].score,
  result: ({ match, slot }) => matchOf(match).slots[slot].result,
};

export const SlotSource: SlotSourceResolvers = {
  seed: (source) => (source.kind === 'SEED' ? source.seed : null),
  match: ({ matchId }, _, { load }) => (matchId ? load.match.load(matchId) : null),
  groupName: (source) => (source.kind === 'GROUP' ? source.groupName : null),
  rank: (source) => (source.kind === 'GROUP' ? source.rank : null),
};

export const MatchGame: MatchGameResolvers = {
  winner: ({ scores: [one = 0, other = 0], participantIds }, _, { load }) => {
    const id = one === other ? null : participantIds[one > other ? 0 : 1];
    return id ? load.participant.load(id) : null;
  },
};

export const MatchReport: MatchReportResolvers = {
  by: ({ byId }, _, context) => person(byId, context),
  games: async ({ matchId, games: stored }, _, { load }) =>
    games(stored, participantsOf(present(await load.match.load(matchId)))),
};

/** By this domain's copy of the rosters: enough to show a button. */
async function sidesSeen(row: MatchRow, { viewer, load }: TournamentsContext): Promise<string[]> {
  const places = await load.teamsOf.load(viewer.id);
  const staffOf = new Set(places.filter((it) => it.active && TEAM_STAFF.includes(it.role)).map((it) => it.teamId));
  const ids = participantsOf(row).flatMap((id) => id ?? []);
  const found = await Promise.all(ids.map((id) => load.participant.load(id)));
  return found.flatMap((it) => (it && (it.userId === viewer.id || staffOf.has(it.teamId ?? '')) ? it.id : []));
}

const decides = async ({ tournamentId }: MatchRow, context: TournamentsContext, orReferee: boolean) =>
  context.viewer.roles.includes('ADMIN') || isOfficial(tournamentId, context, { orReferee });

const OPEN = ['READY', 'CALLED', 'IN_PROGRESS'];

async function mayAnswer(row: MatchRow, context: TournamentsContext): Promise<boolean> {
  if (row.status !== 'REPORTED') return false;
  const reports = await context.load.reportsOf.load(row.id);
  const pending = reports.findLast(({ status }) => status === 'PENDING');
  if (!pending || pending.byId === context.viewer.id) return false;
  const own = await sidesSeen(row, context);
  return own.some((id) => id !== pending.forId) || decides(row, context, true);
}

export const MatchPermissions: MatchPermissionsResolvers = {
  report: async (row, _, context) =>
    OPEN.includes(row.status) && ((await sidesSeen(row, context)).length > 0 || decides(row, context, true)),
  confirm: (row, _, context) => mayAnswer(row, context),
  dispute: (row, _, context) => mayAnswer(row, context),
  resolve: async (row, _, context) =>
    !['LOCKED', 'BYE', 'CANCELLED'].includes(row.status) && decides(row, context, true),
  schedule: async (row, _, context) => !isDecided(row) && decides(row, context, false),
};
