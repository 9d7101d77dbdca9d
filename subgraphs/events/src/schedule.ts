import { line, paragraph, UserError } from '@fieldhouse/kit';
import type { Event } from './__generated__/prisma/client.ts';

const DAY = 86_400_000;
const LONGEST_DAYS = 14;
const FURTHEST_YEARS = 5;

export const title = (raw: string): string => line(raw, { max: 100, path: 'title' });
export const place = (raw: string): string => line(raw, { max: 200, path: 'place' });
export const description = (raw: string): string => paragraph(raw, { max: 5000, path: 'description' });
export const note = (raw: string): string => paragraph(raw, { max: 500, path: 'note' });
export const reason = (raw: string): string => line(raw, { max: 500, path: 'reason' });

/** How many may say yes, or no limit. */
export function capacity(raw: number | null | undefined): number | null | undefined {
  if (raw != null && (raw < 1 || raw > 10_000))
    throw new UserError('VALIDATION', 'An event has 1 to 10000 places', 'capacity');
  return raw;
}

type Times = Pick<Event, 'startsAt' | 'endsAt' | 'rsvpDeadline'>;

/** Refuses times that contradict each other: an end before the start, answers due after it, a year that is a slip. */
export function ensureTimes({ startsAt, endsAt, rsvpDeadline }: Times, now: Date): void {
  const [start, end] = [startsAt.getTime(), endsAt.getTime()];
  if (end <= start) throw new UserError('VALIDATION', 'An event ends after it starts', 'endsAt');
  if (end - start > LONGEST_DAYS * DAY)
    throw new UserError('VALIDATION', `An event lasts at most ${LONGEST_DAYS} days`, 'endsAt');
  if (Math.abs(start - now.getTime()) > FURTHEST_YEARS * 365 * DAY)
    throw new UserError('VALIDATION', `An event lies within ${FURTHEST_YEARS} years of today`, 'startsAt');
  if (rsvpDeadline && rsvpDeadline > startsAt)
    throw new UserError('VALIDATION', 'Answers are due before the start', 'rsvpDeadline');
}

/** Whether a change touches the times: those of long ago are not judged anew because of another title. */
export const setsTimes = ({ startsAt, endsAt, rsvpDeadline }: Partial<Record<keyof Times, unknown>>): boolean =>
  startsAt != null || endsAt != null || rsvpDeadline != null;

/** Whether new times put an event, or its end, ahead: what a team that was put away does not get. */
export const reachesAhead = (
  { startsAt, endsAt }: { readonly startsAt: Date | undefined; readonly endsAt: Date | undefined },
  now: Date,
): boolean => [startsAt, endsAt].some((at) => at !== undefined && at > now);

/** Refuses changes to an event that was called off. */
export function ensureScheduled({ status }: Pick<Event, 'status'>): void {
  if (status === 'CANCELLED') throw new UserError('EVENT_CANCELLED', 'The event was cancelled');
}

/** Refuses changes that were made on the basis of an older version. */
export function ensureVersion(version: number, expected: number | null | undefined): void {
  if (expected != null && expected !== version)
    throw new UserError('STALE_VERSION', `The event has version ${version} by now`, 'expectedVersion');
}

/** Refuses a span of time that is backwards or longer than a calendar shows. */
export function ensureSpan(from: Date, to: Date, longestDays: number): string | null {
  if (to <= from) return 'The span ends after it starts';
  return to.getTime() - from.getTime() > longestDays * DAY
    ? `A calendar shows at most ${longestDays} days at once`
    : null;
}
