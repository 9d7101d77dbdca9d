import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Summary {
  readonly tasks: readonly {
    readonly package: string;
    readonly execution?: { readonly startTime: number; readonly endTime: number; readonly exitCode: number };
  }[];
}

/** What each workspace's tests took and whether they failed, the longest first, from the summary that Turbo left. */
export function testTimes(folder: string): string {
  const [summary] = existsSync(folder) ? readdirSync(folder) : [];
  if (!summary) return '';
  const { tasks } = JSON.parse(readFileSync(join(folder, summary), 'utf8')) as Summary;
  return tasks
    .flatMap(({ package: name, execution: ran }) =>
      ran ? [{ name, seconds: (ran.endTime - ran.startTime) / 1000, failed: ran.exitCode ? '  failed' : '' }] : [],
    )
    .sort((one, other) => other.seconds - one.seconds)
    .map(({ name, seconds, failed }) => `${seconds.toFixed(1).padStart(8)} s  ${name}${failed}\n`)
    .join('');
}
