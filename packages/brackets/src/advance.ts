import { type Board, boardOf, changesOn, type MatchChange, matchOn, setSlot } from './changes.ts';
import {
  isDecided,
  type Match,
  type MatchKey,
  opposite,
  type ParticipantId,
  type PlannedMatch,
  SLOTS,
  type Slot,
  type SlotIndex,
  type SlotLink,
  type SlotSource,
  unplayed,
  winningSlot,
} from './match.ts';
import { forfeited, type Outcome } from './outcome.ts';

/** Who plays no more. */
export type Withdrawn = ReadonlySet<ParticipantId>;

const NOBODY: Withdrawn = new Set();

/** A stage with its participants in their places. Where `seated` knows of nobody, nobody comes. */
export function seat(
  plan: readonly PlannedMatch[],
  seated: (source: SlotSource) => ParticipantId | null,
  withdrawn: Withdrawn = NOBODY,
): Match[] {
  const board = boardOf(plan.map(unplayed));
  for (const { key, slots } of plan)
    for (const slot of SLOTS) {
      const { source } = slots[slot];
      if ('match' in source) continue;
      const participant = source.kind === 'BYE' ? null : seated(source);
      setSlot(board, key, slot, { participant, vacant: participant === null });
    }
  for (const { key } of plan) settle(board, key, withdrawn);
  return [...board.values()];
}

/**
 * What follows from a result: the match itself, the slots that its winner and loser move to, and whatever is decided by
 * that without being played. Those who withdrew do not move on, and lose by forfeit to whoever comes.
 */
export function advance(
  matches: readonly Match[],
  key: MatchKey,
  outcome: Outcome,
  withdrawn: Withdrawn = NOBODY,
): MatchChange[] {
  const board = boardOf(matches);
  const match = matchOn(board, key);
  if (isDecided(match)) throw new RangeError(`Match ${key} is decided`);
  if (match.slots.some(({ participant }) => participant === null))
    throw new RangeError(`Match ${key} waits for its participants`);
  if (match.next.winner && outcome.results.includes('DRAW')) throw new RangeError(`Match ${key} needs a winner`);
  complete(board, key, outcome, withdrawn);
  return changesOn(board, matches);
}

/** What follows from somebody's withdrawal: the matches in which an opponent stands already are forfeited. */
export function withdraw(
  matches: readonly Match[],
  participant: ParticipantId,
  others: Withdrawn = NOBODY,
): MatchChange[] {
  const board = boardOf(matches);
  const withdrawn = new Set([...others, participant]);
  for (const { key } of matches) {
    const { slots } = matchOn(board, key);
    if (slots.some((slot) => slot.participant === participant)) settle(board, key, withdrawn);
  }
  return changesOn(board, matches);
}

/** Writes a result down and moves the participants on. */
export function complete(board: Board, key: MatchKey, { scores, results }: Outcome, withdrawn: Withdrawn): void {
  for (const slot of SLOTS) setSlot(board, key, slot, { score: scores[slot], result: results[slot] });
  decide(board, key, 'COMPLETED', withdrawn);
}

/** Opens a match once both are there; decides one to which not both can come. */
function settle(board: Board, key: MatchKey, withdrawn: Withdrawn): void {
  const match = matchOn(board, key);
  const { slots } = match;
  if (isDecided(match) || slots.some(({ participant, vacant }) => participant === null && !vacant)) return;
  const [present, away] = [true, false].map((comes) =>
    SLOTS.filter((slot) => plays(slots[slot], withdrawn) === comes),
  ) as [SlotIndex[], SlotIndex[]];
  const [first] = present;
  if (away.length === 0) {
    if (match.status === 'LOCKED') board.set(key, { ...match, status: 'READY' });
  } else if (slots.every(({ vacant }) => !vacant)) {
    complete(board, key, forfeited(away), withdrawn);
  } else if (first === undefined) {
    decide(board, key, 'CANCELLED', withdrawn);
  } else {
    setSlot(board, key, first, { result: 'BYE' });
    decide(board, key, 'BYE', withdrawn);
  }
}

const plays = ({ participant }: Slot, withdrawn: Withdrawn): boolean =>
  participant !== null && !withdrawn.has(participant);

function decide(board: Board, key: MatchKey, status: 'COMPLETED' | 'BYE' | 'CANCELLED', withdrawn: Withdrawn): void {
  const match: Match = { ...matchOn(board, key), status };
  board.set(key, match);
  const [winner, loser] = movingOn(board, match, withdrawn);
  if (match.next.winner) arrive(board, match.next.winner, winner, withdrawn);
  if (match.next.loser) arrive(board, match.next.loser, loser, withdrawn);
}

type Leaving = readonly [winner: ParticipantId | null, loser: ParticipantId | null];

/** Who plays on as winner and as loser: none of a match that nobody won, and no loser who withdrew. */
function movingOn(board: Board, { status, slots, next }: Match, withdrawn: Withdrawn): Leaving {
  const slot = winningSlot({ slots });
  if (slot === null) return [null, null];
  // The second grand final is for a first defeat: that of whoever came from the winners' bracket.
  const toReset = next.winner !== null && matchOn(board, next.winner.match).isReset;
  if (toReset && (status !== 'COMPLETED' || slot === 0)) return [null, null];
  const loser = slots[opposite(slot)].participant;
  return [slots[slot].participant, loser !== null && withdrawn.has(loser) ? null : loser];
}

/** Somebody, or the news that nobody comes, gets to a slot. */
function arrive(
  board: Board,
  { match, slot }: SlotLink,
  participant: ParticipantId | null,
  withdrawn: Withdrawn,
): void {
  setSlot(board, match, slot, { participant, vacant: participant === null });
  settle(board, match, withdrawn);
}
