import { complete, type Withdrawn } from './advance.ts';
import { type Board, boardOf, changesOn, type MatchChange, matchOn, setSlot } from './changes.ts';
import {
  isBegun,
  isDecided,
  type Match,
  type MatchKey,
  SLOTS,
  type SlotIndex,
  type SlotSource,
  winningSlot,
} from './match.ts';
import type { Outcome } from './outcome.ts';

/** What undoing a result does, or that others built upon it: then `played` names them, and `affected` all that would be undone. */
export type Correction =
  | { readonly code: null; readonly changes: readonly MatchChange[]; readonly affected: readonly MatchKey[] }
  | {
      readonly code: 'DOWNSTREAM_PLAYED';
      readonly played: readonly MatchKey[];
      readonly affected: readonly MatchKey[];
    };

/** Whether later matches that were played may be undone, and who plays no more. */
export interface CorrectionOptions {
  readonly cascade?: boolean;
  readonly withdrawn?: Withdrawn;
}

/**
 * The later matches that hold somebody, or the news that nobody comes, because of this one's result, in order of play:
 * those that it leads to, and, where they are decided, those that they lead to.
 */
export function affectedBy(matches: readonly Match[], key: MatchKey): MatchKey[] {
  const board = boardOf(matches);
  const found = new Set<MatchKey>();
  const follow = (from: Match): void => {
    if (!isDecided(from)) return;
    for (const link of [from.next.winner, from.next.loser]) {
      if (!link || found.has(link.match)) continue;
      found.add(link.match);
      follow(matchOn(board, link.match));
    }
  };
  follow(matchOn(board, key));
  return matches.filter((match) => found.has(match.key)).map((match) => match.key);
}

/** Takes a result back, and with it whatever was decided by it. */
export function reopen(matches: readonly Match[], key: MatchKey, options: CorrectionOptions = {}): Correction {
  const board = boardOf(matches);
  if (matchOn(board, key).status !== 'COMPLETED') throw new RangeError(`Match ${key} was not played`);
  const affected = affectedBy(matches, key);
  const played = affected.filter((it) => isBegun(matchOn(board, it)));
  if (played.length > 0 && !options.cascade) return { code: 'DOWNSTREAM_PLAYED', played, affected };
  undo(board, key, affected);
  return { code: null, changes: changesOn(board, matches), affected };
}

/** Puts another result in the place of one. As long as the same people move on, no other match is touched. */
export function correct(
  matches: readonly Match[],
  key: MatchKey,
  outcome: Outcome,
  options: CorrectionOptions = {},
): Correction {
  const board = boardOf(matches);
  const match = matchOn(board, key);
  if (match.status === 'COMPLETED' && winningSlot(match) === slotThatWins(outcome)) {
    for (const slot of SLOTS) setSlot(board, key, slot, { score: outcome.scores[slot], result: outcome.results[slot] });
    return { code: null, changes: changesOn(board, matches), affected: [] };
  }
  const undone = reopen(matches, key, options);
  if (undone.code !== null) return undone;
  undo(board, key, undone.affected);
  complete(board, key, outcome, options.withdrawn ?? new Set());
  return { ...undone, changes: changesOn(board, matches) };
}

const slotThatWins = ({ results }: Outcome): SlotIndex | null => SLOTS.find((slot) => results[slot] === 'WIN') ?? null;

function undo(board: Board, key: MatchKey, affected: readonly MatchKey[]): void {
  const undone = new Set([key, ...affected]);
  const comesFromUndone = (source: SlotSource): boolean => 'match' in source && undone.has(source.match);
  for (const it of undone) {
    const { slots } = matchOn(board, it);
    for (const slot of SLOTS) {
      const leaves = it !== key && comesFromUndone(slots[slot].source);
      setSlot(board, it, slot, { score: null, result: null, ...(leaves && { participant: null, vacant: false }) });
    }
    board.set(it, { ...matchOn(board, it), status: it === key ? 'READY' : 'LOCKED' });
  }
}
