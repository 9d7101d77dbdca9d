/** `npm test`: the tests of every workspace, on one PostgreSQL with one set of templates for the whole run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startTestPostgres } from '@fieldhouse/testing/test-postgres';

const root = join(import.meta.dirname, '..');
const postgres = await startTestPostgres();
try {
  const turbo = ['scripts/run.cjs', 'turbo', 'run', 'test', '--concurrency=2', '--continue', ...process.argv.slice(2)];
  const env = { ...process.env, TEST_POSTGRES_URL: postgres.url };
  const run = spawn(process.execPath, turbo, { cwd: root, stdio: 'inherit', env });
  // Turbo stops its tasks itself; the server is there until they have ended.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => run.kill(signal));
  const [status] = await once(run, 'exit');
  process.exitCode = status ?? 1;
} finally {
  await postgres.stop();
}
