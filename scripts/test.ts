/** `npm test`: the tests of every workspace, on one PostgreSQL with one set of templates for the whole run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startTestPostgres } from '@fieldhouse/testing/test-postgres';
import { testFailures } from './test-failures.ts';
import { testTimes } from './test-times.ts';

const root = join(import.meta.dirname, '..');
const summaries = join(root, '.turbo/runs');
const failures = join(root, '.turbo/failures');
for (const left of [summaries, failures]) rmSync(left, { recursive: true, force: true });
const postgres = await startTestPostgres();
try {
  // One more than there are cores, as tests also wait.
  const turbo = [
    'scripts/run.cjs',
    'turbo',
    'run',
    'test',
    `--concurrency=${availableParallelism() + 1}`,
    '--continue',
    '--summarize',
  ];
  const env = { ...process.env, TEST_POSTGRES_URL: postgres.url, TEST_FAILURES: failures };
  const run = spawn(process.execPath, [...turbo, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env });
  // Turbo stops its tasks itself; the server is there until they have ended.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => run.kill(signal));
  const [status] = await once(run, 'exit');
  process.exitCode = status ?? 1;
  process.stdout.write(`${testFailures(failures)}\n${testTimes(summaries)}`);
} finally {
  await postgres.stop();
}
