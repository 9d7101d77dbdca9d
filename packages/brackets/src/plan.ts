import { withoutByes } from './byes.ts';
import { FORMATS } from './formats/index.ts';
import { stageProblem } from './limits.ts';
import type { PlannedMatch, SlotSource } from './match.ts';
import { planned } from './planned.ts';
import { isKnockout, type StageFormat, type StageSettings, settingsOf } from './settings.ts';

/**
 * All matches of a stage that can be known before it starts (of Swiss, the first round), in an order in which they can
 * be played. `entrants` says where its seeds come from, if from another stage.
 */
export function planStage(
  format: StageFormat,
  participants: number,
  given: Partial<StageSettings> = {},
  entrants: readonly SlotSource[] = [],
): PlannedMatch[] {
  const settings = settingsOf(format, given);
  const problem = stageProblem(format, participants, settings);
  if (problem) throw new RangeError(problem.message);
  const drafts = FORMATS[format](participants, settings);
  return planned(isKnockout(format) ? withoutByes(drafts) : drafts, settings, entrants);
}
