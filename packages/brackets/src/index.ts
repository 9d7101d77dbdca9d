export { advance, seat, type Withdrawn, withdraw } from './advance.ts';
export { applied, type MatchChange, type SlotChange } from './changes.ts';
export { affectedBy, type Correction, type CorrectionOptions, correct, reopen } from './correction.ts';
export { type Drawing, drawBracket } from './drawing/draw.ts';
export { type NoRound, nextSwissRound } from './formats/swiss.ts';
export { MOST_MATCHES, MOST_PARTICIPANTS, type StageProblem, stageProblem, stageWarnings } from './limits.ts';
export type {
  BracketSide,
  Match,
  MatchKey,
  MatchStatus,
  ParticipantId,
  PlannedMatch,
  PlannedSlot,
  Slot,
  SlotIndex,
  SlotLink,
  SlotResult,
  SlotSource,
} from './match.ts';
export { isBegun, isDecided, unplayed, winningSlot } from './match.ts';
export { forfeited, type Outcome } from './outcome.ts';
export { type Placement, placements, podium } from './placements.ts';
export { planStage } from './plan.ts';
export { type BracketPreview, preview } from './preview.ts';
export { type Advancement, qualifiers } from './qualifiers.ts';
export { shuffled } from './random.ts';
export type { TieBreakValue } from './ranking.ts';
export { type BracketEdge, describeSource, edgesOf, type Round, roundsOf } from './rounds.ts';
export { schedule } from './schedule.ts';
export { type ScheduleConflict, scheduleConflicts } from './schedule-conflicts.ts';
export type { Appointment, ScheduleProblem, ScheduleRule } from './schedule-rule.ts';
export { type ScoreProblem, type ScoreReport, type ScoreRule, validateScore } from './score.ts';
export { groupName, type SeedCandidate, type SeedingMethod, seedOrder, snake, standardSeeding } from './seeding.ts';
export {
  type GrandFinal,
  isKnockout,
  STAGE_FORMATS,
  type StageFormat,
  type StageSettings,
  settingsOf,
  swissRounds,
} from './settings.ts';
export { type Contest, type Standing, standings } from './standings.ts';
export type { Entrant, PointsRule } from './tally.ts';
export { TIE_BREAKERS, type TieBreaker } from './tie-breakers/index.ts';
