import type { Outage } from '@fieldhouse/platform';
import { backoff, pause } from './backoff.ts';
import { createBell } from './bell.ts';

/** Work in steps that goes on whenever there is some. */
export interface Worker {
  /** Says that there may be something to do. */
  wake(): void;
  /** Finishes the step under way. */
  stop(): Promise<void>;
}

/**
 * Repeats `step` while it says that there is more, then waits for a wake, or looks again after a while by itself: others
 * may have left something. After a failure it tries again, later and later.
 */
export function startWorker(
  step: () => Promise<boolean>,
  { name, lookMs, database }: { readonly name: string; readonly lookMs: number; readonly database: Outage },
): Worker {
  const stopping = new AbortController();
  const bell = createBell();
  let failures = 0;
  async function attempt(): Promise<boolean> {
    try {
      const isMore = await step();
      failures = 0;
      database.worked(name);
      return isMore;
    } catch (error) {
      database.failed(name, error);
      await pause(backoff(++failures), stopping.signal);
      return true;
    }
  }
  const done = (async () => {
    while (!stopping.signal.aborted) if (!(await attempt())) await bell.wait(lookMs);
  })();
  return {
    wake: bell.ring,
    stop() {
      stopping.abort();
      bell.ring();
      return done;
    },
  };
}
