import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a fact: repeats a check until it passes; fails with its last complaint when the patience is spent. */
export async function eventually<T>(check: () => Promise<T> | T, patienceMilliseconds = 20_000): Promise<T> {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    try {
      return await check();
    } catch (complaint) {
      if (Date.now() > deadline) throw complaint;
      await delay(10);
    }
  }
}
