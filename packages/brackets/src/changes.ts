import { type Match, type MatchKey, type MatchStatus, SLOTS, type Slot, type SlotIndex } from './match.ts';

/** What becomes of a slot. */
export interface SlotChange extends Pick<Slot, 'participant' | 'vacant' | 'score' | 'result'> {
  readonly slot: SlotIndex;
}

/** What becomes of a match: its status, and those of its slots that change. */
export interface MatchChange {
  readonly match: MatchKey;
  readonly status: MatchStatus;
  readonly slots: readonly SlotChange[];
}

/** A stage while it changes: matches by key, those that changed replaced. */
export type Board = Map<MatchKey, Match>;

export const boardOf = (matches: readonly Match[]): Board => new Map(matches.map((match) => [match.key, match]));

/** The match of that key; to ask for one that is not there is a mistake of the caller. */
export function matchOn(board: Board, key: MatchKey): Match {
  const match = board.get(key);
  if (!match) throw new RangeError(`There is no match ${key}`);
  return match;
}

/** Puts something else into a slot. */
export function setSlot(board: Board, key: MatchKey, slot: SlotIndex, content: Partial<Slot>): void {
  const match = matchOn(board, key);
  const [first, second] = match.slots;
  const slots =
    slot === 0 ? ([{ ...first, ...content }, second] as const) : ([first, { ...second, ...content }] as const);
  board.set(key, { ...match, slots });
}

/** What is different now, in the order of the matches. */
export function changesOn(board: Board, before: readonly Match[]): MatchChange[] {
  return before.flatMap((old) => {
    const now = matchOn(board, old.key);
    const slots = SLOTS.filter((slot) => differs(old.slots[slot], now.slots[slot])).map((slot): SlotChange => {
      const { participant, vacant, score, result } = now.slots[slot];
      return { slot, participant, vacant, score, result };
    });
    return slots.length > 0 || now.status !== old.status ? [{ match: old.key, status: now.status, slots }] : [];
  });
}

const differs = (one: Slot, other: Slot): boolean =>
  one.participant !== other.participant ||
  one.vacant !== other.vacant ||
  one.score !== other.score ||
  one.result !== other.result;

/** The matches with the changes made. */
export function applied(matches: readonly Match[], changes: readonly MatchChange[]): Match[] {
  const board = boardOf(matches);
  for (const { match, status, slots } of changes) {
    for (const { slot, ...content } of slots) setSlot(board, match, slot, content);
    board.set(match, { ...matchOn(board, match), status });
  }
  return [...board.values()];
}
