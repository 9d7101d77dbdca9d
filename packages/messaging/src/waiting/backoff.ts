import { setTimeout as delay } from 'node:timers/promises';

/** 50 ms, 100 ms, 200 ms and so on up to 2 s, each between half and whole, so that many do not return at once. */
export function backoff(attempt: number): number {
  const whole = Math.min(2_000, 25 * 2 ** Math.min(attempt, 10));
  return whole * (0.5 + Math.random() / 2);
}

/** Waits; an abort ends the wait early and is no error. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
