import type { Logger } from '../log.ts';
import type { Signal, SignalListener, Signals } from './signals.ts';

/** Signals that wait for one listener; a listener that is slower than that misses some, and is told so. */
export const MOST_WAITING = 1_000;

/** A listener with its own bounded queue: nobody waits for it. */
export interface Listening {
  hear(signals: readonly Signal[]): void;
  missed(): void;
  stop(): void;
}

/** Hands signals to a listener as fast as it takes them. */
export function createListening(listener: SignalListener, log: Logger): Listening {
  let waiting: Signal[] = [];
  let hasMissed = false;
  let isBusy = false;
  let isStopped = false;

  async function next(): Promise<void> {
    if (hasMissed) {
      hasMissed = false;
      await listener.missed();
    } else {
      const signal = waiting.shift();
      if (signal) await listener.hear(signal);
    }
  }

  async function drain(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    await undefined; // whoever tells it does not wait for the first either
    while (!isStopped && (hasMissed || waiting.length > 0))
      await next().catch((error: unknown) => log.warn({ error }, 'a listener to signals failed'));
    isBusy = false;
  }

  return {
    hear(signals) {
      if (waiting.length + signals.length > MOST_WAITING) {
        waiting = []; // older than what it has to look at anew
        hasMissed = true;
      } else waiting.push(...signals);
      void drain();
    },
    missed() {
      hasMissed = true;
      void drain();
    },
    stop() {
      isStopped = true;
      waiting = [];
    },
  };
}

/** Those who listen in this process. */
export interface Audience {
  readonly listen: Signals['listen'];
  hear(signals: readonly Signal[]): void;
  missed(): void;
  stop(): void;
}

/** Nobody yet. */
export function createAudience(log: Logger): Audience {
  const listening = new Set<Listening>();
  return {
    listen: async (listener) => {
      const one = createListening(listener, log);
      listening.add(one);
      return {
        stop() {
          listening.delete(one);
          one.stop();
        },
      };
    },
    hear(signals) {
      for (const one of listening) one.hear(signals);
    },
    missed() {
      for (const one of listening) one.missed();
    },
    stop() {
      for (const one of listening) one.stop();
      listening.clear();
    },
  };
}
