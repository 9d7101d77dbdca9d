import { isBegun, isDecided, type Match, type MatchKey, type PlannedMatch, type PlannedSlot } from './match.ts';
import { scheduleProblem } from './schedule-limits.ts';
import { type Appointment, MINUTE, type ScheduleProblem, type ScheduleRule } from './schedule-rule.ts';

/**
 * A court and a time for each match that is still to be played: as early as can be, in the order of the matches. No court
 * is taken twice. Nobody who may play in two matches does so without rest: they lead to each other, or name the same
 * seed. A match that is not in the list, decided or begun counts as over.
 */
export function schedule(
  matches: readonly (PlannedMatch | Match)[],
  rule: ScheduleRule,
): readonly Appointment[] | ScheduleProblem {
  const open = matches.filter(isToBePlayed);
  const problem = scheduleProblem(open, rule);
  if (problem) return problem;
  const appointments = assigned(open, rule);
  const last = Math.max(...appointments.map(({ endsAt }) => endsAt));
  if (rule.endsAt == null || last <= rule.endsAt) return appointments;
  return { code: 'NO_TIME_LEFT', message: `The last match would end at ${new Date(last).toISOString()}` };
}

/** Whether a match needs a court: byes do not, nor what is decided or has begun. */
export const isToBePlayed = (match: PlannedMatch | Match): boolean =>
  !('status' in match && (isDecided(match) || isBegun(match))) &&
  match.slots.every(({ source }) => source.kind !== 'BYE');

/** Goes through the times at which something changes, and gives each free court the first match that can be played. */
function assigned(matches: readonly PlannedMatch[], rule: ScheduleRule): Appointment[] {
  const [duration, rest] = [rule.matchMinutes * MINUTE, (rule.restMinutes ?? 0) * MINUTE];
  const appointments: Appointment[] = [];
  const courts = rule.courts.map((name) => ({ name, freeAt: rule.startsAt }));
  const earliest = earliestStarts(matches);
  const times = new Set([rule.startsAt]);
  let waiting = matches;
  while (waiting.length > 0) {
    const now = Math.min(...times);
    times.delete(now);
    const free = courts.filter(({ freeAt }) => freeAt <= now);
    waiting = waiting.filter((match) => {
      const court = free[0];
      if (!court || earliest.of(match) > now) return true;
      free.shift();
      const endsAt = now + duration;
      court.freeAt = endsAt;
      appointments.push({ match: match.key, court: court.name, startsAt: now, endsAt });
      earliest.after(match, endsAt + rest);
      times.add(endsAt).add(endsAt + rest);
      return false;
    });
  }
  return appointments;
}

/** From when on a match can be played, by what was given a time so far: its sources over, its participants rested. */
function earliestStarts(matches: readonly PlannedMatch[]) {
  const listed = new Set(matches.map(({ key }) => key));
  const rested = new Map<MatchKey | number, number>();
  const from = ({ source }: PlannedSlot): number => {
    if (source.kind === 'SEED') return rested.get(source.seed) ?? Number.NEGATIVE_INFINITY;
    if (!('match' in source) || !listed.has(source.match)) return Number.NEGATIVE_INFINITY;
    return rested.get(source.match) ?? Number.POSITIVE_INFINITY;
  };
  return {
    of: ({ slots: [one, other] }: PlannedMatch): number => Math.max(from(one), from(other)),
    after({ key, slots }: PlannedMatch, at: number): void {
      rested.set(key, at);
      for (const { source } of slots) if (source.kind === 'SEED') rested.set(source.seed, at);
    },
  };
}
