import type { Draft } from '../draft.ts';
import type { StageFormat, StageSettings } from '../settings.ts';
import { consolation } from './consolation.ts';
import { doubleElimination } from './double-elimination.ts';
import { roundRobin } from './round-robin.ts';
import { singleElimination } from './single-elimination.ts';
import { firstSwissRound } from './swiss.ts';

/** Draws up the matches of a stage, byes included, each after those that lead to it. */
export const FORMATS: Readonly<Record<StageFormat, (participants: number, settings: StageSettings) => Draft[]>> = {
  SINGLE_ELIMINATION: singleElimination,
  DOUBLE_ELIMINATION: doubleElimination,
  ROUND_ROBIN: roundRobin,
  SWISS: firstSwissRound,
  CONSOLATION: consolation,
};
