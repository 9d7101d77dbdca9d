import type { TieBreak } from './tie-break.ts';

/** The better seed is ahead. */
export const seed: TieBreak = { lowerIsBetter: true, values: (tied) => tied.map((it) => it.seed) };
