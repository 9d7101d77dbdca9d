import { turns } from '@fieldhouse/platform';
import { UNAVAILABLE } from './codes.ts';
import { refusal } from './gatekeeper/refused.ts';

/** Work of so many characters, values or nodes is done in passing, however many ask for it at once. */
const SMALL = 300;

/** A document that is new is never read in passing: three hundred of a line each come in one turn of the loop. */
export const NEVER_SMALL = SMALL + 1;

/** For whom no turn came in time. */
export const cameTooLate = () => refusal(UNAVAILABLE.code, UNAVAILABLE.message, 503);

/**
 * Does work that grows with what a client sent: at once where that is small, or else when its turn comes; throws what
 * `tooLate` makes when `signal` fires before. By then whoever executes must be told as GraphQL says it.
 */
export async function inTurn<T>(
  work: () => T,
  size: number,
  signal: AbortSignal,
  tooLate: () => Error = cameTooLate,
): Promise<T> {
  if (size <= SMALL) return work();
  return turns.take(work, { size, signal }).catch((error: unknown) => {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw tooLate();
  });
}
