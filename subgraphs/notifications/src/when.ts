import { Temporal } from 'temporal-polyfill';
import type { DigestMode, Priority, Weekday } from './__generated__/prisma/enums.ts';

/** The days of the week as Temporal counts them, from 1. */
export const WEEKDAYS = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const satisfies readonly Weekday[];

/** Hours in which a person is left alone, by the clock on their wall; those past midnight belong to the day on which they begin. */
export interface QuietHours {
  readonly start: string;
  readonly end: string;
  /** The days on which they begin. */
  readonly days: readonly Weekday[];
  /** Whether what is urgent passes. */
  readonly allowHigh: boolean;
}

/** How a person wants one category on one channel, and when to be left alone. */
export interface Wish {
  readonly mode: DigestMode;
  readonly timeZone: string;
  readonly quietHours: QuietHours | null;
  readonly pausedUntil: Date | null;
  readonly digestAt: string;
  readonly digestDay: Weekday;
}

/**
 * When something that is told now may reach a person: at once, with their next digest, or once quiet hours and pause are
 * over; `null` where they do not want it. Nothing is dropped for being untimely, and what is critical waits for nothing.
 */
export function deliverAt(now: Date, priority: Priority, wish: Wish): Date | null {
  if (wish.mode === 'OFF') return null;
  if (priority === 'CRITICAL') return now;
  const wanted = wish.mode === 'IMMEDIATE' ? now : nextDigest(now, wish.mode, wish);
  const resumed = wish.pausedUntil && wish.pausedUntil > wanted ? wish.pausedUntil : wanted;
  const { quietHours } = wish;
  if (!quietHours || (priority === 'HIGH' && quietHours.allowHigh)) return resumed;
  return endOfQuiet(resumed, quietHours, wish.timeZone);
}

type Digest = Exclude<DigestMode, 'IMMEDIATE' | 'OFF'>;

/** When the next digest comes: at the full hour, on the day or on the weekday, by the person's clock; never now. */
export function nextDigest(
  now: Date,
  mode: Digest,
  { timeZone, digestAt, digestDay }: Pick<Wish, 'timeZone' | 'digestAt' | 'digestDay'>,
): Date {
  const local = localTime(now, timeZone);
  if (mode === 'HOURLY') return dateOf(local.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: 1 }));
  const isDay = (day: Temporal.PlainDate) => mode === 'DAILY' || WEEKDAYS[day.dayOfWeek - 1] === digestDay;
  for (let day = local.toPlainDate(); ; day = day.add({ days: 1 })) {
    const digest = dateOf(day.toZonedDateTime({ timeZone, plainTime: digestAt }));
    if (isDay(day) && digest > now) return digest;
  }
}

/** The instant itself, or, if it lies within quiet hours, when these are over by the clock on the wall. */
function endOfQuiet(at: Date, quietHours: QuietHours, timeZone: string): Date {
  const local = localTime(at, timeZone);
  const end = quietUntil(local, quietHours);
  if (!end) return at;
  // The clock may be put past the end, or back before the start.
  const change = local.getTimeZoneTransition('next');
  return dateOf(change && dateOf(change) < dateOf(end) && !quietUntil(change, quietHours) ? change : end);
}

/** When the quiet hours end in which a time lies; `null` if it does not. */
function quietUntil(local: Temporal.ZonedDateTime, { start, end, days }: QuietHours): Temporal.ZonedDateTime | null {
  const [today, time] = [local.toPlainDate(), local.toPlainTime()];
  const isPast = (limit: string) => Temporal.PlainTime.compare(time, limit) >= 0;
  const begins = (day: Temporal.PlainDate) => days.includes(WEEKDAYS[day.dayOfWeek - 1] as Weekday);
  const spansMidnight = Temporal.PlainTime.compare(start, end) > 0;
  if (isPast(start) && (spansMidnight || !isPast(end)) && begins(today))
    return nextAt(local, today.add({ days: spansMidnight ? 1 : 0 }), end);
  if (spansMidnight && !isPast(end) && begins(today.subtract({ days: 1 }))) return nextAt(local, today, end);
  return null;
}

/** When the clock on the wall next shows a time of that day: one that is there twice may have passed once, one that is left out comes later. */
function nextAt(local: Temporal.ZonedDateTime, day: Temporal.PlainDate, time: string): Temporal.ZonedDateTime {
  const wall = day.toPlainDateTime(time);
  const earlier = wall.toZonedDateTime(local.timeZoneId, { disambiguation: 'earlier' });
  const isShown = earlier.toPlainDateTime().equals(wall);
  return isShown && Temporal.ZonedDateTime.compare(earlier, local) > 0
    ? earlier
    : wall.toZonedDateTime(local.timeZoneId, { disambiguation: 'later' });
}

const localTime = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);

const dateOf = ({ epochMilliseconds }: Temporal.ZonedDateTime): Date => new Date(epochMilliseconds);
