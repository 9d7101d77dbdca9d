import { turns } from '@fieldhouse/platform';
import { UNAVAILABLE } from './codes.ts';
import { refusal } from './gatekeeper/refused.ts';

/** Work of so many characters, values or nodes is done in passing, however many ask for it at once. */
export const SMALL = 300;

const refused = () => refusal(UNAVAILABLE.code, UNAVAILABLE.message, 503);

/**
 * Does work that grows with what a client sent: at once where that is small, or else when its turn comes; throws what
 * `tooLate` makes when `signal` fires before. By then whoever executes must be told as GraphQL says it.
 */
export async function inTurn<T>(
  work: () => T,
  size: number,
  signal: AbortSignal,
  tooLate: () => Error = refused,
): Promise<T> {
  if (size <= SMALL) return work();
  return turns.take(work, { size, signal }).catch((error: unknown) => {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw tooLate();
  });
}
