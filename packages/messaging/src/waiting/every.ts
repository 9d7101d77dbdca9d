import { pause } from './backoff.ts';

/** Repeats `work` with a pause between; failures are told and do not end it. Nothing runs once `stop` resolves. */
export function every(
  milliseconds: number,
  work: () => Promise<unknown>,
  failed: (error: unknown) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const done = (async () => {
    while (!stopping.signal.aborted) {
      await work().catch(failed);
      await pause(milliseconds, stopping.signal);
    }
  })();
  return {
    stop() {
      stopping.abort();
      return done;
    },
  };
}
