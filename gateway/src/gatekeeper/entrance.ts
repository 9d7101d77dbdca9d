import { createTurns } from '@fieldhouse/platform';
import { cameTooLate } from '../in-turn.ts';

/** Lets a request go on; refuses it when the signal fires before. */
export type Entrance = (caller: string, signal: AbortSignal) => Promise<void>;

/** What may be done in one turn of the loop. */
const A_TURN_MS = 10;
/** Who has as many waiting as this is behind whoever comes a second later. */
const AT_ONCE = 100;
/** A second, in the sizes that turns count in. */
const A_SECOND = 100_000;

/**
 * Operations that are known, or known to be refused, are quick, and still take the loop for half a second where three hundred
 * come at once: so only some go on in one turn of the loop, and who asks for one thing is not behind those who ask for many.
 */
export function createEntrance(): Entrance {
  let worked = 0;
  const turns = createTurns((milliseconds, next) => {
    worked += milliseconds;
    if (worked < A_TURN_MS) return next();
    worked = 0;
    setImmediate(next);
  });
  const waiting = new Map<string, number>();
  return async (caller, signal) => {
    const others = waiting.get(caller) ?? 0;
    waiting.set(caller, others + 1);
    try {
      const size = (others * A_SECOND) / AT_ONCE;
      await turns.take(() => undefined, { size, signal }).catch(() => Promise.reject(cameTooLate()));
    } finally {
      const left = (waiting.get(caller) ?? 1) - 1;
      if (left > 0) waiting.set(caller, left);
      else waiting.delete(caller);
    }
  };
}
