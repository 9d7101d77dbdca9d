import type { SlotResult } from '../match.ts';
import { total } from '../tally.ts';
import { opponentsPoints } from './buchholz.ts';
import type { TieBreak } from './tie-break.ts';

/** The points of the opponents whom one beat, and half of those of the opponents with whom one drew. */
export const sonnebornBerger: TieBreak = {
  values: (tied, table) =>
    tied.map((it) => {
      const points = opponentsPoints(it, table);
      return total([...it.played.entries()], ([at, { result }]) => (points[at] ?? 0) * (SHARE[result] ?? 0));
    }),
};

const SHARE: Partial<Record<SlotResult, number>> = { WIN: 1, BYE: 1, DRAW: 0.5 };
