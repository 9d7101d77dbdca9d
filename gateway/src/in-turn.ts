import { turns } from '@fieldhouse/platform';
import { UNAVAILABLE } from './codes.ts';
import { refusal } from './gatekeeper/refused.ts';

/** Work of so many characters, values or nodes is done in passing, however many ask for it at once. */
export const SMALL = 300;

/**
 * Does work that grows with what a client sent: at once where that is small, or else when its turn comes; refuses when
 * `signal` fires before.
 */
export async function inTurn<T>(work: () => T, size: number, signal: AbortSignal): Promise<T> {
  if (size <= SMALL) return work();
  return turns.take(work, { size, signal }).catch((error: unknown) => {
    if (!signal.aborted || error !== signal.reason) throw error;
    throw refusal(UNAVAILABLE.code, UNAVAILABLE.message, 503);
  });
}
