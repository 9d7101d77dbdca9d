import {
  type Appointment,
  type PlannedMatch,
  planStage,
  type ScheduleRule,
  type StageFormat,
  type StageSettings,
  schedule,
  scheduleConflicts,
} from '../src/index.ts';
import { after, seated } from './play.ts';

const NOON = Date.UTC(2026, 4, 2, 12);
const MINUTE = 60_000;
const courts = (count: number): string[] => Array.from({ length: count }, (_, at) => `Court ${at + 1}`);
const rule = (given: Partial<ScheduleRule> = {}): ScheduleRule => ({
  courts: courts(2),
  startsAt: NOON,
  matchMinutes: 30,
  restMinutes: 15,
  ...given,
});

function scheduled(matches: readonly PlannedMatch[], given?: Partial<ScheduleRule>): readonly Appointment[] {
  const result = schedule(matches, rule(given));
  if ('code' in result) throw new Error(result.message);
  return result;
}

/** Written without any of what the scheduler goes by: whatever is at two places, without rest, or too early. */
function faults(matches: readonly PlannedMatch[], times: readonly Appointment[], restMinutes: number): string[] {
  const at = new Map(times.map((it) => [it.match, it]));
  const rest = restMinutes * MINUTE;
  const apart = (one: Appointment, other: Appointment, pause: number): boolean =>
    one.endsAt + pause <= other.startsAt || other.endsAt + pause <= one.startsAt;
  const players = new Map(matches.map(({ key, slots }) => [key, slots.map(({ source }) => JSON.stringify(source))]));
  const found: string[] = [];
  for (const [index, one] of times.entries())
    for (const other of times.slice(index + 1)) {
      if (one.court === other.court && !apart(one, other, 0))
        found.push(`${one.match} and ${other.match} on one court`);
      const shared = players.get(one.match)?.some((it) => players.get(other.match)?.includes(it));
      if (shared && !apart(one, other, rest)) found.push(`${one.match} and ${other.match} without rest`);
    }
  for (const { key, slots } of matches)
    for (const { source } of slots) {
      const before = 'match' in source ? at.get(source.match) : undefined;
      if (before && before.endsAt + rest > (at.get(key)?.startsAt ?? 0)) found.push(`${key} before ${before.match}`);
    }
  return found;
}

describe('a schedule', () => {
  test('gives every match a court and a time', () => {
    expect(scheduled(planStage('SINGLE_ELIMINATION', 4))).toEqual([
      { match: 'WINNERS/1/1', court: 'Court 1', startsAt: NOON, endsAt: NOON + 30 * MINUTE },
      { match: 'WINNERS/1/2', court: 'Court 2', startsAt: NOON, endsAt: NOON + 30 * MINUTE },
      { match: 'WINNERS/2/1', court: 'Court 1', startsAt: NOON + 45 * MINUTE, endsAt: NOON + 75 * MINUTE },
    ]);
  });

  test.each<[StageFormat, number, Partial<StageSettings>]>([
    ['SINGLE_ELIMINATION', 33, { thirdPlace: true }],
    ['DOUBLE_ELIMINATION', 24, { grandFinal: 'DOUBLE' }],
    ['CONSOLATION', 21, {}],
    ['ROUND_ROBIN', 9, { legs: 2 }],
    ['ROUND_ROBIN', 18, { groupCount: 4 }],
    ['SWISS', 15, {}],
  ])('of %s with %i holds on any number of courts, with and without rest', (format, size, settings) => {
    const plan = planStage(format, size, settings);
    for (const [count, restMinutes] of [
      [1, 0],
      [2, 15],
      [3, 7],
      [8, 0],
      [8, 90],
    ] as const) {
      const times = scheduled(plan, { courts: courts(count), restMinutes });
      expect(times).toHaveLength(plan.filter(({ slots }) => slots.every(({ source }) => source.kind !== 'BYE')).length);
      expect(faults(plan, times, restMinutes)).toEqual([]);
      expect(scheduleConflicts(plan, times, restMinutes)).toEqual([]);
    }
  });

  test('leaves no court empty while a match could be played', () => {
    const times = scheduled(planStage('ROUND_ROBIN', 8), { courts: courts(4), restMinutes: 0 });
    expect(Math.max(...times.map(({ endsAt }) => endsAt))).toBe(NOON + 7 * 30 * MINUTE);
  });

  test('of the rest of a stage takes what was decided, or has begun, as over', () => {
    const played = after(seated(planStage('SINGLE_ELIMINATION', 4)), { 'WINNERS/1/1': [1, 0] });
    expect(scheduled(played).map(({ match, startsAt }) => [match, startsAt])).toEqual([
      ['WINNERS/1/2', NOON],
      ['WINNERS/2/1', NOON + 45 * MINUTE],
    ]);
    const inPlay = played.map((it) => (it.status === 'READY' ? { ...it, status: 'IN_PROGRESS' as const } : it));
    expect(scheduled(inPlay).map(({ match, startsAt }) => [match, startsAt])).toEqual([['WINNERS/2/1', NOON]]);
    expect(scheduled([])).toEqual([]);
  });

  test('of 256 matches on 8 courts takes well under a second', () => {
    const plan = planStage('DOUBLE_ELIMINATION', 129);
    expect(plan).toHaveLength(256);
    const before = process.cpuUsage();
    const times = scheduled(plan, { courts: courts(8) });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500); // 3 ms as a rule
    expect(faults(plan, times, 15)).toEqual([]);
  });

  test('of the largest stages stays bounded', () => {
    const before = process.cpuUsage();
    for (const plan of [planStage('ROUND_ROBIN', 64), planStage('DOUBLE_ELIMINATION', 1024)])
      expect(scheduled(plan, { courts: courts(1), matchMinutes: 5, restMinutes: 60 })).toHaveLength(plan.length);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
  });
});

describe('a refusal', () => {
  const until = (minutes: number) => NOON + minutes * MINUTE;

  test.each<[string, PlannedMatch[], Partial<ScheduleRule>]>([
    ['COURTS_INVALID', planStage('SWISS', 4), { courts: [] }],
    ['COURTS_INVALID', planStage('SWISS', 4), { courts: ['A', 'A'] }],
    ['TIMES_INVALID', planStage('SWISS', 4), { matchMinutes: 0 }],
    ['TIMES_INVALID', planStage('SWISS', 4), { matchMinutes: Number.NaN }],
    ['TIMES_INVALID', planStage('SWISS', 4), { restMinutes: -1 }],
    ['TIMES_INVALID', planStage('SWISS', 4), { startsAt: Number.NaN }],
    ['TIMES_INVALID', planStage('SWISS', 4), { startsAt: 8.64e15 }],
    ['TOO_FEW_COURTS', planStage('ROUND_ROBIN', 8), { restMinutes: 0, endsAt: until(300) }],
    ['TOO_MANY_ROUNDS', planStage('SINGLE_ELIMINATION', 8), { courts: courts(4), endsAt: until(110) }],
    ['TOO_LITTLE_REST', planStage('ROUND_ROBIN', 4), { courts: courts(4), endsAt: until(110) }],
    ['NO_TIME_LEFT', planStage('SINGLE_ELIMINATION', 5), { courts: courts(1), endsAt: until(120) }],
  ])('says %s', (code, plan, given) => {
    expect(schedule(plan, rule(given))).toMatchObject({ code, message: expect.any(String) });
  });

  test('is none as long as all is over in time', () => {
    expect(scheduled(planStage('SINGLE_ELIMINATION', 8), { courts: courts(4), endsAt: until(120) })).toHaveLength(7);
  });
});

describe('a schedule changed by hand', () => {
  const at = (match: string, court: string, start: number): Appointment => ({
    match,
    court,
    startsAt: NOON + start * 30 * MINUTE,
    endsAt: NOON + (start + 1) * 30 * MINUTE,
  });

  test('shows who would play before it is known who they are, and courts that are taken', () => {
    const times = [at('WINNERS/2/1', 'A', 1), at('WINNERS/1/1', 'A', 1), at('WINNERS/1/2', 'B', 0)];
    expect(scheduleConflicts(planStage('SINGLE_ELIMINATION', 4), times, 10)).toEqual([
      { code: 'COURT_TAKEN', matches: ['WINNERS/2/1', 'WINNERS/1/1'] },
      { code: 'BEFORE_SOURCE', matches: ['WINNERS/1/1', 'WINNERS/2/1'] },
      { code: 'BEFORE_SOURCE', matches: ['WINNERS/1/2', 'WINNERS/2/1'] },
    ]);
  });

  test('shows who has no rest', () => {
    const times = [at('GROUP/2/1', 'C', 2), at('GROUP/1/1', 'B', 1)];
    for (const matches of [planStage('ROUND_ROBIN', 4), seated(planStage('ROUND_ROBIN', 4))]) {
      expect(scheduleConflicts(matches, times, 10)).toEqual([{ code: 'NO_REST', matches: ['GROUP/1/1', 'GROUP/2/1'] }]);
      expect(scheduleConflicts(matches, times)).toEqual([]);
    }
  });
});
