import type { Logger } from './log.ts';

/** A part that others need, as the log tells of it: a line when it goes, and a line when it is back. */
export interface Outage {
  /** The part failed `user`. It is away until everyone whom it failed has been served again. */
  failed(user: string, error: unknown): void;
  /** The part served `user`, or `user` needs it no more. */
  worked(user: string): void;
}

/** A part that fails now and then has one outage, not many. */
const SETTLED_MILLISECONDS = 1_000;

/** Watches over one part; as many tell it as need the part, and the log hears of an outage once. */
export function watchOutage(log: Logger, part: string, settledMilliseconds = SETTLED_MILLISECONDS): Outage {
  const failing = new Set<string>();
  let since: number | undefined;
  let settling: NodeJS.Timeout | undefined;

  function over(at: number): void {
    log.info({ part, seconds: Math.round((at - (since ?? at)) / 100) / 10 }, 'a part is back');
    since = undefined;
  }

  return {
    failed(user, error) {
      clearTimeout(settling);
      failing.add(user);
      if (since !== undefined) return;
      since = performance.now();
      log.warn({ error, part, user }, 'a part is away');
    },
    worked(user) {
      if (failing.delete(user) && failing.size === 0)
        settling = setTimeout(over, settledMilliseconds, performance.now()).unref();
    },
  };
}
