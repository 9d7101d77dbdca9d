/** A process that holds an embedded PostgreSQL, for tests that end it: `starter.ts <directory>`. */
import { createLogger, errorMessage, startPostgres } from '../src/index.ts';

try {
  const log = createLogger({ level: 'silent' });
  const postgres = await startPostgres({ directory: process.argv[2] ?? '', log });
  process.stdout.write(`${JSON.stringify({ pid: postgres.pid, url: postgres.url('postgres') })}\n`);
  process.stdin.once('end', () => void postgres.stop()).resume();
} catch (error) {
  process.stderr.write(errorMessage(error));
  process.exitCode = 1;
}
