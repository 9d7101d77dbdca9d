import { UserError } from '@fieldhouse/kit';
import { Temporal } from 'temporal-polyfill';

const LONGEST_DAYS = 31;

/** How long before an event, as ISO 8601 has it: up to a month, in weeks, days, hours and minutes. */
export function beforeEvent(raw: string, path: string): string {
  const duration = Temporal.Duration.from(raw);
  const { years, months, blank } = duration;
  const days = years || months || blank ? 0 : duration.total({ unit: 'days', relativeTo: ANY_DAY });
  if (days <= 0 || days > LONGEST_DAYS)
    throw new UserError('VALIDATION', `Needs up to ${LONGEST_DAYS} days, without months and years`, path);
  return duration.toString();
}

const ANY_DAY = '2026-01-01';

/** So long before an instant, by somebody's clock: a day before is at the same hour, whatever the clocks did meanwhile. */
export function before(at: Date, duration: string, timeZone: string): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(local.subtract(Temporal.Duration.from(duration)).epochMilliseconds);
}
