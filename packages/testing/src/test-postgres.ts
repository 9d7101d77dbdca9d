import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, startPostgres } from '@fieldhouse/platform';
import pg from 'pg';

/** A PostgreSQL in a temporary folder. Durability is nothing to a test. */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'fieldhouse-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '500' };
  const postgres = await startPostgres({ directory, settings, log: createLogger({ level: 'warn' }) });
  await hashPasswordOnce(postgres.url('postgres'));
  return {
    url: postgres.url('postgres'),
    stop: async () => {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A connection proves its password by as many hashes as this says, 4096 by default; tests make thousands of connections. */
async function hashPasswordOnce(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SET scram_iterations = 1');
  await client.query(`ALTER ROLE CURRENT_USER PASSWORD ${client.escapeLiteral(new URL(url).password)}`);
  await client.end();
}
