import { total } from '../tally.ts';
import type { TieBreak } from './tie-break.ts';

/** Goals, sets or points scored, less those conceded. */
export const scoreDifference: TieBreak = {
  values: (tied) => tied.map((it) => total([it.scoreFor, -it.scoreAgainst], (value) => value)),
};

/** Goals, sets or points scored. */
export const scoreFor: TieBreak = { values: (tied) => tied.map((it) => it.scoreFor) };
