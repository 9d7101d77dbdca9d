import type { SlotIndex, SlotResult } from './match.ts';

/** How a match ended: what `validateScore` answers. */
export interface Outcome {
  readonly scores: readonly [number | null, number | null];
  readonly results: readonly [SlotResult, SlotResult];
}

/** The outcome of a match to which one, or neither, comes. */
export function forfeited(away: readonly SlotIndex[]): Outcome {
  const result = (slot: SlotIndex): SlotResult => {
    if (!away.includes(slot)) return 'WIN';
    return away.length > 1 ? 'DOUBLE_FORFEIT' : 'FORFEIT';
  };
  return { scores: [null, null], results: [result(0), result(1)] };
}
