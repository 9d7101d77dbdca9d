/**
 * Resolves at the first SIGINT or SIGTERM; a second one does not wait any longer. A process that was started by
 * `start:distributed` also stops when that one is gone, however it went.
 */
export function untilAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    process.once('disconnect', () => resolve('parent gone'));
    if (process.connected === false) resolve('parent gone'); // while this one was still loading
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) {
      process.once(signal, () => {
        resolve(signal);
        for (const again of signals) process.once(again, () => process.exit(1));
      });
    }
  });
}
