import { setTimeout as delay } from 'node:timers/promises';

/** An action that many ask for and that happens once for all who asked meanwhile. */
export interface Coalesced {
  request(): void;
  /** Resolves when nothing is under way; later requests do nothing. */
  stop(): Promise<void>;
}

/** Runs `act` at once, and for requests during it once more, after a gap. A failure is the last of `act`'s business. */
export function coalesce(act: () => Promise<unknown>, gapMilliseconds: number): Coalesced {
  let isAsked = false;
  let isStopped = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    await undefined; // requests of the same tick are one
    while (isAsked && !isStopped) {
      isAsked = false;
      await act().catch(() => undefined);
      await delay(gapMilliseconds);
    }
    running = undefined;
  }

  return {
    request() {
      if (isStopped) return;
      isAsked = true;
      running ??= run();
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
