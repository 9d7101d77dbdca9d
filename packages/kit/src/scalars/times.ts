import { textScalar } from './text-scalar.ts';

// What PostgreSQL, JavaScript and RFC 3339 all hold: RFC 3339 has four digits for a year, PostgreSQL has no year 0.
const FIRST = Date.parse('0001-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const DAY = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
// A 60th second is refused: neither JavaScript nor PostgreSQL keeps it.
const TIME = /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The day, if the calendar has it. */
const dayOf = (text: string): string | null => {
  const day = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  // JavaScript takes the 30th of February for the 2nd of March.
  return day?.toISOString().startsWith(text) ? text : null;
};

/** The instant that an RFC 3339 text names, if it lies within what can be stored; an offset can push it over the edge. */
export function instantOf(text: string): Date | null {
  const upper = text.toUpperCase();
  if (dayOf(upper.slice(0, 10)) === null || !TIME.test(upper.slice(10))) return null;
  const instant = new Date(upper);
  return instant.getTime() >= FIRST && instant.getTime() <= LAST ? instant : null;
}

/** An instant as clients read it. One that was stored before its bounds were checked shows as the nearest bound. */
function told(value: unknown): string {
  const time = new Date(value as Date).getTime();
  return new Date(Number.isNaN(time) ? LAST : Math.min(LAST, Math.max(FIRST, time))).toISOString();
}

/** A `Date` in resolvers. */
export const DateTime = textScalar({
  name: 'DateTime',
  longest: 40,
  expected: 'an instant of the years 1 to 9999 like "2026-09-01T16:30:00Z" or "2026-09-01T18:30:00+02:00"',
  read: instantOf,
  show: told,
});

export const LocalDate = textScalar({
  name: 'LocalDate',
  longest: 10,
  expected: 'a day of the years 1 to 9999 like "2026-09-01"',
  read: dayOf,
});

const CLOCK = /^((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?$/;

/** A time by the clock on the wall; seconds are kept where there are any. */
function clockTimeOf(text: string): string | null {
  const [, minutes, seconds = ':00'] = CLOCK.exec(text) ?? [];
  if (minutes === undefined) return null;
  return seconds === ':00' ? minutes : minutes + seconds;
}

export const LocalTime = textScalar({
  name: 'LocalTime',
  longest: 8,
  expected: 'a time of day like "18:30" or "18:30:15"',
  read: clockTimeOf,
});

const DURATION =
  /^P(?=T?\d)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}S)?)?$/;

export const ISO8601Duration = textScalar({
  name: 'ISO8601Duration',
  longest: 50,
  expected: 'a length of time like "P1D", "PT1H30M" or "P2W"',
  read: (text) => (DURATION.test(text.toUpperCase()) ? text.toUpperCase() : null),
});
