import type { KeyValue } from '@fieldhouse/platform';
import { LRUCache } from 'lru-cache';
import { Refused } from './refused.ts';

/** How often one caller may ask. */
export interface RateLimits {
  /** Requests of one viewer, or of one address without a token, in a minute. */
  readonly requestsPerMinute: number;
}

interface RateOptions extends RateLimits {
  /** Where processes count together. */
  readonly counters: KeyValue;
  readonly now?: () => number;
}

const WINDOW_SECONDS = 60;
const MOST_CALLERS = 10_000;

/**
 * Refuses a caller who asked too often in this minute. Nobody waits for the common count: it comes in while requests go
 * on, and while Redis is away each process counts by itself.
 */
export function rateCheck({ requestsPerMinute, counters, now = Date.now }: RateOptions): (caller: string) => void {
  const counts = new LRUCache<string, { requests: number }>({ max: MOST_CALLERS });
  return (caller) => {
    const seconds = now() / 1000;
    const key = `rate:${Math.floor(seconds / WINDOW_SECONDS)}:${caller}`;
    const count = counts.get(key) ?? { requests: 0 };
    counts.set(key, count);
    if (count.requests >= requestsPerMinute) throw tooOften(Math.ceil(WINDOW_SECONDS - (seconds % WINDOW_SECONDS)));
    count.requests += 1;
    counters.increment(key, WINDOW_SECONDS).then(
      (together) => {
        count.requests = Math.max(count.requests, together);
      },
      () => undefined,
    );
  };
}

const tooOften = (retryAfterSeconds: number): Refused =>
  new Refused(
    [
      {
        message: `Too many requests, try again in ${retryAfterSeconds} seconds`,
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds },
      },
    ],
    429,
    retryAfterSeconds,
  );
