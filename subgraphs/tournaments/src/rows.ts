import {
  describeSource,
  type Match,
  type MatchKey,
  type SlotIndex,
  type SlotLink,
  type SlotSource,
} from '@fieldhouse/brackets';
import { newId } from '@fieldhouse/kit';
import type { Match as MatchRow, Prisma } from './__generated__/prisma/client.ts';

/** Where a slot's participant comes from, as a row keeps it: with the match's id, and in words. */
export type StoredSource = SlotSource & { readonly matchId?: string; readonly description: string };

/** Scores of a game, as rows keep them. */
export interface StoredGame {
  readonly scores: readonly number[];
  readonly detail?: unknown;
}

/** A match as packages/brackets takes it. */
export const matchOf = (row: MatchRow): Match => ({
  key: row.key,
  side: row.side,
  group: row.group,
  round: row.round,
  number: row.number,
  label: row.label,
  bestOf: row.bestOf,
  isReset: row.isReset,
  status: row.status,
  slots: [
    {
      source: sourcesOf(row)[0],
      participant: row.firstId,
      vacant: row.firstVacant,
      score: row.firstScore,
      result: row.firstResult,
    },
    {
      source: sourcesOf(row)[1],
      participant: row.secondId,
      vacant: row.secondVacant,
      score: row.secondScore,
      result: row.secondResult,
    },
  ],
  next: { winner: linkOf(row.winnerToKey, row.winnerToSlot), loser: linkOf(row.loserToKey, row.loserToSlot) },
});

const linkOf = (match: MatchKey | null, slot: number | null): SlotLink | null =>
  match === null ? null : { match, slot: slot === 0 ? 0 : 1 };

/** Where the two participants of a row come from. */
export const sourcesOf = ({ firstSource, secondSource }: Pick<MatchRow, 'firstSource' | 'secondSource'>) =>
  [firstSource, secondSource] as unknown as readonly [StoredSource, StoredSource];

/** The participants of a row, by slot. */
export const participantsOf = ({ firstId, secondId }: Pick<MatchRow, 'firstId' | 'secondId'>) =>
  [firstId, secondId] as const;

/** The columns of a row that say who sits in a slot, and how they fared. */
export function slotColumns({ slots: [first, second] }: Pick<Match, 'slots'>) {
  return {
    firstId: first.participant,
    firstVacant: first.vacant,
    firstScore: first.score,
    firstResult: first.result,
    secondId: second.participant,
    secondVacant: second.vacant,
    secondScore: second.score,
    secondResult: second.result,
  };
}

/** New rows for the matches of a stage; their ids ascend in the order of play. */
export function rowsOf(
  matches: readonly Match[],
  { id: stageId, tournamentId }: { readonly id: string; readonly tournamentId: string },
  completedAt: Date,
): MatchRow[] {
  const ids = new Map(matches.map(({ key }) => [key, newId('mat')]));
  const labels = new Map(matches.map(({ key, label }) => [key, label]));
  const idOf = (key: MatchKey | undefined): string | null => (key && ids.get(key)) ?? null;
  const stored = (source: SlotSource) =>
    ({
      ...source,
      ...('match' in source ? { matchId: idOf(source.match) } : {}),
      description: describeSource(source, (key) => labels.get(key) ?? key),
    }) as unknown as Prisma.JsonValue;
  return matches.map((match) => {
    const { key, side, group, round, number, label, bestOf, isReset, status, slots, next } = match;
    return {
      id: idOf(key) ?? '',
      ...{ tournamentId, stageId, key, side, group, round, number, label, bestOf, isReset, status },
      firstSource: stored(slots[0].source),
      secondSource: stored(slots[1].source),
      winnerToId: idOf(next.winner?.match),
      winnerToKey: next.winner?.match ?? null,
      winnerToSlot: next.winner?.slot ?? null,
      loserToId: idOf(next.loser?.match),
      loserToKey: next.loser?.match ?? null,
      loserToSlot: next.loser?.slot ?? null,
      ...slotColumns(match),
      games: [],
      scheduledAt: null,
      minutes: null,
      court: null,
      startedAt: null,
      completedAt: status === 'LOCKED' || status === 'READY' ? null : completedAt,
      confirmBy: null,
      refereeId: null,
      version: 1,
    };
  });
}

/** The slots that these participants sit in. */
export const slotsHeldBy = (row: Pick<MatchRow, 'firstId' | 'secondId'>, ids: ReadonlySet<string>): SlotIndex[] =>
  ([0, 1] as const).filter((slot) => ids.has(participantsOf(row)[slot] ?? ''));
