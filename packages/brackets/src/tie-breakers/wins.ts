import type { TieBreak } from './tie-break.ts';

/** Matches won; a bye is none. */
export const wins: TieBreak = { values: (tied) => tied.map((it) => it.wins) };
