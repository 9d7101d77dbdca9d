import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

interface Call<Argument, Result> {
  readonly argument: Argument;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Answers calls that come at the same time (or within the gap), or while some are under way, by one call of `work`: a
 * result for each, in order.
 */
export function together<Argument, Result>(
  work: (calls: readonly Argument[]) => Promise<readonly Result[]>,
  gapMilliseconds = 0,
): (argument: Argument) => Promise<Result> {
  let waiting: Call<Argument, Result>[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      await (gapMilliseconds > 0 ? delay(gapMilliseconds) : turn());
      const calls = waiting;
      waiting = [];
      try {
        const results = await work(calls.map(({ argument }) => argument));
        calls.forEach(({ resolve }, index) => {
          resolve(results[index] as Result);
        });
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    isRunning = false;
  }

  return (argument) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ argument, resolve, reject });
      if (!isRunning) void run();
    });
}
