/** `npm test`: the tests of every workspace, on one PostgreSQL with one set of templates. What is added goes to Jest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startTestPostgres } from '@fieldhouse/testing/test-postgres';

const root = join(import.meta.dirname, '..');
const postgres = await startTestPostgres();
try {
  const jest = ['--import', 'tsx', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)];
  const env = { ...process.env, TEST_POSTGRES_URL: postgres.url };
  // A group of its own: Jest's processes do not end with Jest. The server is there until all have ended.
  const run = spawn(process.execPath, jest, { cwd: root, stdio: 'inherit', env, detached: true });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => run.pid && process.kill(-run.pid, signal));
  const [status] = await once(run, 'exit');
  process.exitCode = status ?? 1;
} finally {
  await postgres.stop();
}
