/** The value below which a share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Prints a titled list of figures. */
export function table(title: string, rows: readonly (readonly [string, string])[]): void {
  process.stdout.write(`\n${title}\n${rows.map(([name, value]) => `  ${name.padEnd(36)} ${value}`).join('\n')}\n`);
}
