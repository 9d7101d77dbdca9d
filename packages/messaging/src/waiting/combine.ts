import { setImmediate as turn } from 'node:timers/promises';

interface Call<T> {
  readonly items: readonly T[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Answers calls that come at the same time, or while one is under way, by one call of `work`: fewer and larger
 * transactions. Up to `limit` items go together, and those of one call always do.
 */
export function combine<T>(
  work: (items: readonly T[]) => Promise<void>,
  limit: number,
): (items: readonly T[]) => Promise<void> {
  const waiting: Call<T>[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    await turn();
    while (waiting.length > 0) {
      const calls = next(waiting, limit);
      try {
        await work(calls.flatMap(({ items }) => items));
        for (const { resolve } of calls) resolve();
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    isRunning = false;
  }

  return (items) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!isRunning) void run();
    });
}

/** Takes the first calls out, at least one. */
function next<T>(waiting: Call<T>[], limit: number): Call<T>[] {
  let count = 0;
  let items = 0;
  for (const call of waiting) {
    items += call.items.length;
    if (count > 0 && items > limit) break;
    count++;
  }
  return waiting.splice(0, count);
}
