/** Resolves at the first SIGINT or SIGTERM; a second one does not wait any longer. */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) {
      process.once(signal, () => {
        resolve(signal);
        for (const again of signals) process.once(again, () => process.exit(1));
      });
    }
  });
}
