import type { TieBreak } from './tie-break.ts';

/** Points of all matches. */
export const points: TieBreak = { values: (tied) => tied.map((it) => it.points) };
