import { type Draft, loserOf, tree } from '../draft.ts';
import { seededSources } from '../seeding.ts';
import type { StageSettings } from '../settings.ts';

/** Who loses is out; n - 1 matches, and one more for third place. */
export function singleElimination(participants: number, { thirdPlace }: Pick<StageSettings, 'thirdPlace'>): Draft[] {
  const rounds = tree('WINNERS', seededSources(participants));
  return thirdPlace && participants >= 4 ? [...rounds.flat(), matchForThird(rounds)] : rounds.flat();
}

function matchForThird(rounds: readonly Draft[][]): Draft {
  const [one, other] = (rounds.at(-2) ?? []).map(loserOf);
  if (!one || !other) throw new RangeError('There are no semi-finals');
  return { side: 'THIRD_PLACE', round: 1, number: 1, sources: [one, other] };
}
