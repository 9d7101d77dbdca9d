import { drawBracket, edgesOf, isDecided } from '@fieldhouse/brackets';
import { present } from '@fieldhouse/kit';
import type { TournamentsContext } from '../__generated__/context.ts';
import type {
  AdvancementResolvers,
  BracketResolvers,
  GroupResolvers,
  RoundResolvers,
  StageResolvers,
  StageSettings,
  StandingResolvers,
} from '../__generated__/resolvers.ts';
import type { Board } from '../boards.ts';
import { settingsIn, type Table } from '../tables.ts';
import { nameOf } from './names.ts';

/** The board of a stage; its rows need not be asked for one by one any more. */
export async function boardOf(stageId: string, { load }: Pick<TournamentsContext, 'load'>): Promise<Board> {
  const board = present(await load.board.load(stageId));
  for (const row of board.rows) load.match.prime(row.id, row);
  return board;
}

const rounds = (board: Board) => board.rounds.map((round) => ({ board, round }));

const rowsOf = (board: Board, tables: readonly Table[]) =>
  tables.flatMap(({ group, rows }) => rows.map((row) => ({ board, group, row })));

/** The names of the groups, where there are several tables. */
const groupsOf = ({ matches }: Board): string[] => [...new Set(matches.flatMap(({ group }) => group ?? []))];

export const Stage: StageResolvers = {
  __resolveReference: ({ id }, { load }) => load.stage.load(id),
  tournament: async ({ tournamentId }, _, { load }) => present(await load.tournament.load(tournamentId)),
  settings: (stage) => settingsIn(stage) as unknown as StageSettings,
  groups: async ({ id }, _, context) => {
    const board = await boardOf(id, context);
    return groupsOf(board).map((name) => ({ board, name }));
  },
  rounds: async ({ id }, _, context) => rounds(await boardOf(id, context)),
  standings: async ({ id }, _, context) => {
    const board = await boardOf(id, context);
    return board.rows.length > 0 ? rowsOf(board, board.tables) : [];
  },
  bracket: async ({ id }, _, context) => {
    const board = await boardOf(id, context);
    return board.rows.length > 0 ? board : null;
  },
  qualifiesTo: ({ id }, _, { load }) => load.advancementsFrom.load(id),
  currentRound: async ({ id }, _, context) => {
    const { matches } = await boardOf(id, context);
    return matches.find((match) => !isDecided(match))?.round ?? null;
  },
};

export const Advancement: AdvancementResolvers = {
  toStage: async ({ toStageId }, _, { load }) => present(await load.stage.load(toStageId)),
};

export const Group: GroupResolvers = {
  id: ({ board, name }) => `${board.stage.id}/${name}`,
  standings: ({ board, name }) =>
    rowsOf(
      board,
      board.tables.filter(({ group }) => group === name),
    ),
  rounds: ({ board, name }) => rounds(board).filter(({ round }) => round.group === name),
};

export const Round: RoundResolvers = {
  id: ({ board, round: { side, group, number } }) =>
    [board.stage.id, side, ...(group === null ? [] : [group]), number].join('/'),
  number: ({ round }) => round.number,
  name: ({ round }) => round.name,
  side: ({ round }) => round.side,
  matches: ({ board, round }) => round.matches.map(board.rowOf),
  startsAt: ({ board, round }) =>
    round.matches
      .flatMap((key) => board.rowOf(key).scheduledAt ?? [])
      .reduce<Date | null>((first, it) => (first && first <= it ? first : it), null),
  completed: ({ board, round }) => round.matches.every((key) => isDecided(board.rowOf(key))),
};

async function drawing({ stage, entrants, matches }: Board, context: TournamentsContext): Promise<string> {
  const { load } = context;
  const { name } = present(await load.tournament.load(stage.tournamentId));
  const participants = await Promise.all(entrants.map(({ participantId }) => load.participant.load(participantId)));
  const named = participants.map(async (it) => [present(it).id, await nameOf(present(it), context)] as const);
  const names = new Map(await Promise.all(named));
  const seeds = new Map(entrants.map(({ participantId, seed }) => [participantId, seed]));
  return drawBracket({
    ...{ title: `${name}: ${stage.name}`, matches, idPrefix: stage.id },
    nameOf: (id) => names.get(id) ?? '',
    seedOf: (id) => seeds.get(id) ?? null,
  });
}

export const Bracket: BracketResolvers = {
  stage: ({ stage }) => stage,
  rounds: (board, { side }) => rounds(board).filter(({ round }) => side == null || round.side === side),
  depth: ({ matches }) => {
    const depths = new Map<string, number>();
    for (const { key, slots } of matches) {
      const before = slots.map(({ source }) => ('match' in source ? (depths.get(source.match) ?? 0) : 0));
      depths.set(key, 1 + Math.max(...before));
    }
    return Math.max(...depths.values());
  },
  svg: (board, _, context) => drawing(board, context),
  edges: (board) =>
    edgesOf(board.matches).map(({ from, to, kind }) => ({ from: board.rowOf(from).id, to: board.rowOf(to).id, kind })),
};

export const Standing: StandingResolvers = {
  rank: ({ row }) => row.rank,
  participant: async ({ row }, _, { load }) => present(await load.participant.load(row.participant)),
  group: ({ board, group }) => (group === null ? null : { board, name: group }),
  played: ({ row }) => row.played,
  won: ({ row }) => row.won,
  drawn: ({ row }) => row.drawn,
  lost: ({ row }) => row.lost,
  points: ({ row }) => row.points,
  scoreFor: ({ row }) => row.scoreFor,
  scoreAgainst: ({ row }) => row.scoreAgainst,
  difference: ({ row }) => row.difference,
  tieBreaks: ({ row }) => [...row.tieBreaks],
  form: ({ row }) => [...row.form],
  qualified: async ({ board, row }, _, { load }) => {
    const ways = await load.advancementsFrom.load(board.stage.id);
    if (ways.length === 0) return null;
    return !row.withdrawn && ways.some(({ fromRank, toRank }) => row.rank >= fromRank && row.rank <= toRank);
  },
  placement: ({ row }) => row.placement,
  withdrawn: ({ row }) => row.withdrawn,
};
