import type { Match, MatchKey, PlannedMatch } from './match.ts';
import { type Appointment, MINUTE } from './schedule-rule.ts';

/** Two matches that cannot both stand where they do. */
export interface ScheduleConflict {
  readonly code: 'COURT_TAKEN' | 'NO_REST' | 'BEFORE_SOURCE';
  /** The earlier one first, or the source. */
  readonly matches: readonly [MatchKey, MatchKey];
}

/** What is wrong with a schedule, however it came about: for one that was changed by hand. */
export function scheduleConflicts(
  matches: readonly (PlannedMatch | Match)[],
  appointments: readonly Appointment[],
  restMinutes = 0,
): ScheduleConflict[] {
  const rest = restMinutes * MINUTE;
  const planned = new Map(matches.map((match) => [match.key, match]));
  const inOrder = appointments.toSorted((one, other) => one.startsAt - other.startsAt);
  return [
    ...overlapping(inOrder, ({ court }) => [court], 0, 'COURT_TAKEN'),
    ...overlapping(inOrder, ({ match }) => peopleOf(planned.get(match)), rest, 'NO_REST'),
    ...beforeSources(inOrder, planned, rest),
  ];
}

function overlapping(
  inOrder: readonly Appointment[],
  takenBy: (appointment: Appointment) => readonly string[],
  pause: number,
  code: ScheduleConflict['code'],
): ScheduleConflict[] {
  const last = new Map<string, Appointment>();
  return inOrder.flatMap((appointment) =>
    takenBy(appointment).flatMap((it): ScheduleConflict[] => {
      const before = last.get(it);
      if (!before || before.endsAt < appointment.endsAt) last.set(it, appointment);
      return before && before.endsAt + pause > appointment.startsAt
        ? [{ code, matches: [before.match, appointment.match] }]
        : [];
    }),
  );
}

/** Who is known to play: by id, or else by seed. */
const peopleOf = (match: PlannedMatch | Match | undefined): string[] =>
  (match?.slots ?? []).flatMap((slot) => {
    if ('participant' in slot && slot.participant !== null) return `ID ${slot.participant}`;
    return slot.source.kind === 'SEED' ? `SEED ${slot.source.seed}` : [];
  });

function beforeSources(
  inOrder: readonly Appointment[],
  planned: ReadonlyMap<MatchKey, PlannedMatch>,
  rest: number,
): ScheduleConflict[] {
  const at = new Map(inOrder.map((appointment) => [appointment.match, appointment]));
  return inOrder.flatMap(({ match, startsAt }) =>
    (planned.get(match)?.slots ?? []).flatMap(({ source }): ScheduleConflict[] => {
      const before = 'match' in source ? at.get(source.match) : undefined;
      return before && before.endsAt + rest > startsAt
        ? [{ code: 'BEFORE_SOURCE', matches: [before.match, match] }]
        : [];
    }),
  );
}
