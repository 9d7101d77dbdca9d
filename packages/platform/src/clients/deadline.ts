import type { CallHeaders } from './call-headers.ts';

/** Says when a call is given up: milliseconds since 1970. Signed, as all that is forwarded. */
export const DEADLINE = 'x-fieldhouse-deadline';

/**
 * The headers of a call that is given up after so long, or when the one that it serves is. Whoever is called hears of an
 * earlier moment: so long as clocks differ by no more than that, nothing happens that its caller no longer waits for.
 */
export const withDeadline = (headers: CallHeaders, milliseconds: number): CallHeaders => ({
  ...headers,
  [DEADLINE]: String(Math.min(deadlineOf(headers), Math.floor(Date.now() + milliseconds - allowance(milliseconds)))),
});

/** A tenth of the time, a second at most: what clocks may differ by. */
const allowance = (milliseconds: number): number => Math.min(1_000, milliseconds / 10);

/** When nobody waits for the answer any longer; without a deadline, never. */
export function deadlineOf({ [DEADLINE]: deadline }: CallHeaders): number {
  const moment = deadline === undefined ? Number.NaN : Number(deadline);
  return Number.isNaN(moment) ? Number.POSITIVE_INFINITY : moment;
}
