let isSilent = false;

/**
 * kafkajs asks for timers in the past, which do no harm, but Node 24 warns of each
 * (https://github.com/tulios/kafkajs/issues/1751). Only that warning, and only from kafkajs, is dropped.
 */
export function silenceNegativeTimeouts(): void {
  if (isSilent) return;
  isSilent = true;
  const emitWarning = process.emitWarning.bind(process);
  const filtered = (...args: Parameters<typeof emitWarning>): void => {
    const [, type] = args as unknown[];
    if (type === 'TimeoutNegativeWarning' && new Error().stack?.includes('kafkajs')) return;
    emitWarning(...args);
  };
  process.emitWarning = filtered as typeof process.emitWarning;
}
