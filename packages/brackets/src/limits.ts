import { isKnockout, type StageFormat, type StageSettings, swissRounds } from './settings.ts';

export const MOST_PARTICIPANTS = 1024;
/** Of a stage: a league of 91, or of 64 in two legs. */
export const MOST_MATCHES = 4096;
const MOST_GAMES = 99;

/** Why a stage cannot be played as it was asked for, and which setting says so. */
export interface StageProblem {
  readonly code: 'NOT_ENOUGH_PARTICIPANTS' | 'TOO_MANY_PARTICIPANTS' | 'TOO_MANY_MATCHES' | 'SETTING_INVALID';
  readonly path: 'participants' | keyof StageSettings;
  readonly message: string;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What keeps this many participants from playing this format with these settings, or null. */
export function stageProblem(format: StageFormat, participants: number, settings: StageSettings): StageProblem | null {
  if (!isWhole(participants, 2, Number.MAX_SAFE_INTEGER))
    return { code: 'NOT_ENOUGH_PARTICIPANTS', path: 'participants', message: 'A stage needs two participants' };
  if (participants > MOST_PARTICIPANTS) {
    const message = `A stage has at most ${MOST_PARTICIPANTS} participants`;
    return { code: 'TOO_MANY_PARTICIPANTS', path: 'participants', message };
  }
  return badSetting(format, settings) ?? (format === 'ROUND_ROBIN' ? badGroups(participants, settings) : null);
}

const invalid = (path: keyof StageSettings, message: string): StageProblem => ({
  code: 'SETTING_INVALID',
  path,
  message,
});

function badSetting(format: StageFormat, settings: StageSettings): StageProblem | null {
  for (const path of ['bestOf', 'finalBestOf'] as const) {
    const value = settings[path];
    if (value === null) continue;
    if (!isWhole(value, 1, MOST_GAMES)) return invalid(path, `A match has 1 to ${MOST_GAMES} games`);
    if (value % 2 === 0 && (isKnockout(format) || !settings.allowDraws))
      return invalid(path, 'An even number of games has no winner at times');
  }
  for (const path of ['pointsWin', 'pointsDraw', 'pointsLoss', 'pointsBye'] as const)
    if (!(Math.abs(settings[path]) <= 1000)) return invalid(path, 'Points lie within -1000 and 1000');
  if (settings.swissRounds !== null && !isWhole(settings.swissRounds, 1, MOST_PARTICIPANTS - 1))
    return invalid('swissRounds', 'Swiss has one round at least');
  if (!isWhole(settings.legs, 1, 10)) return invalid('legs', 'A league has 1 to 10 legs');
  return new Set(settings.tieBreakers).size < settings.tieBreakers.length || settings.tieBreakers.length === 0
    ? invalid('tieBreakers', 'A table is ranked by at least one tie-breaker, each of them once')
    : null;
}

function badGroups(participants: number, { groupCount, legs }: StageSettings): StageProblem | null {
  if (!isWhole(groupCount, 1, participants))
    return invalid('groupCount', 'There is at least one group, and no more than participants');
  if (participants < 2 * groupCount)
    return { code: 'NOT_ENOUGH_PARTICIPANTS', path: 'groupCount', message: 'A group needs two participants' };
  const largest = Math.ceil(participants / groupCount);
  return ((largest * (largest - 1)) / 2) * groupCount * legs > MOST_MATCHES
    ? { code: 'TOO_MANY_MATCHES', path: 'groupCount', message: `A stage has at most ${MOST_MATCHES} matches` }
    : null;
}

/** What is worth knowing of a stage that can be played. */
export function stageWarnings(format: StageFormat, participants: number, settings: StageSettings): string[] {
  const warnings: string[] = [];
  if (settings.thirdPlace && participants < 4 && format === 'SINGLE_ELIMINATION')
    warnings.push('A match for third place needs four participants');
  if (settings.thirdPlace && participants < 8 && format === 'CONSOLATION')
    warnings.push(
      'With fewer than eight participants the consolation bracket takes the place of a match for third place',
    );
  if (format === 'CONSOLATION' && participants < 4) warnings.push('A consolation bracket needs four participants');
  if (format === 'DOUBLE_ELIMINATION' && settings.grandFinal === 'DOUBLE')
    warnings.push('The last match is only played if the winner of the losers’ bracket wins the grand final');
  if (format === 'ROUND_ROBIN' && participants % settings.groupCount > 0)
    warnings.push('Groups differ in size, so some participants play more matches');
  if (format === 'SWISS' && swissRounds(participants, settings) > Math.ceil(participants / 2))
    warnings.push('With so many rounds the last ones may not be paired without a rematch');
  return warnings;
}
