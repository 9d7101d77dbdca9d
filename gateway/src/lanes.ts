import type { Admitted } from './gatekeeper/gatekeeper.ts';
import type { KnownOperation } from './gatekeeper/known-operations.ts';
import { turnstile } from './turnstile.ts';

/** The ways from the gatekeeper to whoever executes. */
export interface Lanes {
  /** Does the work of what was admitted when there is room for it; rejects as a turnstile does. */
  pass<T>(admitted: Admitted, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** One is planned while another is fetched for. */
const NEW = { room: 2, patienceMs: 1_000 };

/**
 * What is under way at once costs so much together, or is one operation that costs more: measured, 1,000 keep the loop
 * busy for some 50 to 120 ms, and whoever has a small question gets in between.
 */
const DEAR = { room: 1_000, patienceMs: 1_000 };

/** What costs no more than this waits for nobody. */
const SMALL = 50;

/** Nodes of a document that are as much work as one object: whoever executes reads all of them, each time. */
const NODES_PER_UNIT = 10;

/** New operations begin in turns and dear ones share a room, so that however many come, small known ones are served beside them. */
export function lanes(common: { readonly waiting: number; readonly refusal: () => Error }): Lanes {
  const newcomers = turnstile({ ...NEW, ...common });
  const dear = turnstile({ ...DEAR, ...common });
  const executed = new WeakSet<KnownOperation>();
  return {
    pass: ({ operation, cost }, work, signal) => {
      const size = cost.estimated + operation.size / NODES_PER_UNIT;
      const begin = async () => {
        const outcome = await dear.pass(work, { size, isFree: () => size <= SMALL, signal });
        executed.add(operation);
        return outcome;
      };
      return newcomers.pass(begin, { size: 1, isFree: () => executed.has(operation), signal });
    },
  };
}
