/** Keeps the embedded PostgreSQL of a directory running until it is asked to stop: `postgres-keeper.ts <directory> <port>`. */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLogger, startPostgres } from '@fieldhouse/platform';

const [directory = '', port] = process.argv.slice(2);
const postgres = await startPostgres({ directory, port: Number(port), log: createLogger() });
const draft = path.join(directory, 'url.draft');
writeFileSync(draft, postgres.url(''), { mode: 0o600 });
renameSync(draft, path.join(directory, 'url'));

const open = setInterval(() => undefined, 1 << 30); // PostgreSQL alone does not keep a process alive
process.once('SIGTERM', () => {
  clearInterval(open);
  void postgres.stop();
});
