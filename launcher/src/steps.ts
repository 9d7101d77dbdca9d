/** Prints a line per step of the start, with its time. */
export async function step<T>(
  name: string,
  work: () => Promise<T>,
  detail: (result: T) => string = () => '',
): Promise<T> {
  const began = performance.now();
  const result = await work();
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  process.stdout.write(`  ${name.padEnd(28)} ${took.padStart(7)}  ${detail(result)}`.trimEnd().concat('\n'));
  return result;
}
