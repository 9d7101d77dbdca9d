import { plus } from './amount.ts';

/** What a selection costs: once, and once more for every item of a list whose length the field above it says. */
export interface Share {
  readonly once: number;
  readonly perItem: number;
}

export const NOTHING: Share = { once: 0, perItem: 0 };

/** Of two selections that are both made. */
export const together = (one: Share, other: Share): Share => ({
  once: plus(one.once, other.once),
  perItem: plus(one.perItem, other.perItem),
});

/** Of two selections of which one is made, nobody knows which. */
export const dearer = (one: Share, other: Share): Share => ({
  once: Math.max(one.once, other.once),
  perItem: Math.max(one.perItem, other.perItem),
});
