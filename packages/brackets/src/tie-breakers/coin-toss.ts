import { hash } from '../random.ts';
import type { TieBreak } from './tie-break.ts';

/** Chance, though the same one whenever it is asked: it goes by the seed that the stage keeps. */
export const coinToss: TieBreak = {
  amongTied: true,
  values: (tied, { coinSeed }) => tied.map(({ participant }) => hash(`${coinSeed}/${participant}`) / 2 ** 32),
};
