import type { Logger } from '../log.ts';
import { createListening, type Listening } from './listening.ts';
import type { Signals } from './signals.ts';

/** Signals within one process. */
export function memorySignals(log: Logger): Signals {
  const listening = new Set<Listening>();
  return {
    publish: async (signals) => {
      for (const one of listening) one.hear(signals);
    },
    publishMissed: async () => {
      for (const one of listening) one.missed();
    },
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
    stop: async () => {
      for (const one of listening) one.stop();
      listening.clear();
    },
  };
}
