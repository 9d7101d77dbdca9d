import { stageProblem, stageWarnings } from './limits.ts';
import { planStage } from './plan.ts';
import { roundsOf } from './rounds.ts';
import { bracketSize } from './seeding.ts';
import { isKnockout, type StageFormat, type StageSettings, settingsOf, swissRounds } from './settings.ts';

/** What a stage will be like, before anything is created. */
export interface BracketPreview {
  /** Of a double elimination the second grand final included, if there may be one. */
  readonly matches: number;
  readonly rounds: number;
  /** How many times somebody goes on, or rests, without an opponent. */
  readonly byes: number;
  /** On average. */
  readonly gamesPerParticipant: number;
  readonly warnings: readonly string[];
}

/** Counts a stage; throws where `stageProblem` says why it cannot be. */
export function preview(format: StageFormat, participants: number, given: Partial<StageSettings> = {}): BracketPreview {
  const settings = settingsOf(format, given);
  const problem = stageProblem(format, participants, settings);
  if (problem) throw new RangeError(problem.message);
  const { matches, rounds, byes } = counted(format, participants, settings);
  const gamesPerParticipant = Math.round((200 * matches) / participants) / 100;
  return { matches, rounds, byes, gamesPerParticipant, warnings: stageWarnings(format, participants, settings) };
}

type Counts = Pick<BracketPreview, 'matches' | 'rounds' | 'byes'>;

function counted(format: StageFormat, participants: number, settings: StageSettings): Counts {
  if (format === 'SWISS') {
    const rounds = swissRounds(participants, settings);
    return { matches: rounds * Math.floor(participants / 2), rounds, byes: rounds * (participants % 2) };
  }
  const plan = planStage(format, participants, settings);
  if (isKnockout(format))
    return { matches: plan.length, rounds: roundsOf(plan).length, byes: bracketSize(participants) - participants };
  const rounds = Math.max(...plan.map(({ round }) => round));
  return { matches: plan.length, rounds, byes: restsOf(participants, settings) };
}

/** In a group of odd size each rests once a leg. */
function restsOf(participants: number, { groupCount, legs }: StageSettings): number {
  const [small, larger] = [Math.floor(participants / groupCount), participants % groupCount];
  const resting = (size: number): number => (size % 2 === 1 ? size * legs : 0);
  return larger * resting(small + 1) + (groupCount - larger) * resting(small);
}
