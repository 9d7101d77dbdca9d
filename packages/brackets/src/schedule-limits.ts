import type { MatchKey, PlannedMatch } from './match.ts';
import { MINUTE, type ScheduleProblem, type ScheduleRule } from './schedule-rule.ts';

const DAY_MINUTES = 24 * 60;
const MOST_COURTS = 256;
/** The last time that a Date can hold. */
const LAST = 8.64e15;

/** What keeps matches from being scheduled at all, whatever their order; null if nothing does. */
export function scheduleProblem(matches: readonly PlannedMatch[], rule: ScheduleRule): ScheduleProblem | null {
  return badRule(matches.length, rule) ?? (rule.endsAt == null ? null : noRoom(matches, rule, rule.endsAt));
}

function badRule(
  count: number,
  { courts, startsAt, matchMinutes, restMinutes = 0 }: ScheduleRule,
): ScheduleProblem | null {
  if (courts.length < 1 || courts.length > MOST_COURTS || new Set(courts).size < courts.length)
    return { code: 'COURTS_INVALID', message: `There are 1 to ${MOST_COURTS} courts, each named once` };
  if (!(matchMinutes > 0 && matchMinutes <= DAY_MINUTES && restMinutes >= 0 && restMinutes <= DAY_MINUTES))
    return { code: 'TIMES_INVALID', message: 'A match lasts at most a day, and so does a rest' };
  const latest = startsAt + count * (matchMinutes + restMinutes) * MINUTE;
  return Math.abs(startsAt) <= LAST && latest <= LAST
    ? null
    : { code: 'TIMES_INVALID', message: 'The start is no time that a calendar knows' };
}

/** Three things that take their time, each of them alone: courts, rounds, and one participant's matches. */
function noRoom(
  matches: readonly PlannedMatch[],
  { courts, startsAt, matchMinutes, restMinutes = 0 }: ScheduleRule,
  endsAt: number,
): ScheduleProblem | null {
  const minutes = (endsAt - startsAt) / MINUTE;
  const inARow = (count: number): number => count * matchMinutes + Math.max(0, count - 1) * restMinutes;
  const onCourts = Math.ceil(matches.length / courts.length) * matchMinutes;
  if (onCourts > minutes) {
    const message = `${matches.length} matches take ${onCourts} minutes on ${courts.length} courts`;
    return { code: 'TOO_FEW_COURTS', message };
  }
  const rounds = longestChain(matches);
  if (inARow(rounds) > minutes) {
    const message = `${rounds} rounds after each other take ${inARow(rounds)} minutes`;
    return { code: 'TOO_MANY_ROUNDS', message };
  }
  const own = mostOfOne(matches);
  if (inARow(own) > minutes) {
    const message = `${own} matches of one participant, with rest, take ${inARow(own)} minutes`;
    return { code: 'TOO_LITTLE_REST', message };
  }
  return null;
}

/** How many matches lead to each other in the longest chain of sources. */
function longestChain(matches: readonly PlannedMatch[]): number {
  const lengths = new Map<MatchKey, number>();
  for (const { key, slots } of matches)
    lengths.set(
      key,
      1 + Math.max(...slots.map(({ source }) => ('match' in source ? (lengths.get(source.match) ?? 0) : 0))),
    );
  return Math.max(0, ...lengths.values());
}

function mostOfOne(matches: readonly PlannedMatch[]): number {
  const counts = new Map<number, number>();
  for (const { slots } of matches)
    for (const { source } of slots)
      if (source.kind === 'SEED') counts.set(source.seed, (counts.get(source.seed) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
