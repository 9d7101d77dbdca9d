import { buchholz, medianBuchholz } from './buchholz.ts';
import { coinToss } from './coin-toss.ts';
import { headToHead } from './head-to-head.ts';
import { opponentWinPercent } from './opponent-win-percent.ts';
import { points } from './points.ts';
import { scoreDifference, scoreFor } from './score.ts';
import { seed } from './seed.ts';
import { sonnebornBerger } from './sonneborn-berger.ts';
import type { TieBreak } from './tie-break.ts';
import { wins } from './wins.ts';

/** Every tie-breaker, by its public name. A new one is a file beside this one, and a line here. */
export const TIE_BREAKERS = {
  POINTS: points,
  HEAD_TO_HEAD: headToHead,
  WINS: wins,
  SCORE_DIFFERENCE: scoreDifference,
  SCORE_FOR: scoreFor,
  BUCHHOLZ: buchholz,
  MEDIAN_BUCHHOLZ: medianBuchholz,
  SONNEBORN_BERGER: sonnebornBerger,
  OPPONENT_WIN_PERCENT: opponentWinPercent,
  SEED: seed,
  COIN_TOSS: coinToss,
} as const satisfies Readonly<Record<string, TieBreak>>;

export type TieBreaker = keyof typeof TIE_BREAKERS;

/** A tie-breaker by its name. */
export const tieBreak = (kind: TieBreaker): TieBreak => TIE_BREAKERS[kind];
