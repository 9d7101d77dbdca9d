import type { Logger } from '../log.ts';
import { createAudience } from './listening.ts';
import type { Signals } from './signals.ts';

/** Signals within one process. */
export function memorySignals(log: Logger): Signals {
  const audience = createAudience(log);
  return {
    publish: async (signals) => audience.hear(signals),
    publishMissed: async () => audience.missed(),
    listen: audience.listen,
    stop: async () => audience.stop(),
  };
}
