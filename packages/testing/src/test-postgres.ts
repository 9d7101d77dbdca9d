import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareMessaging } from '@fieldhouse/messaging';
import { createLogger, ensureDatabase, migrate, readSupergraphFile, startPostgres } from '@fieldhouse/platform';
import { databaseAt, TEMPLATE } from './databases.ts';

/** A PostgreSQL in a temporary folder, holding a template database per domain. Durability is nothing to a test. */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'fieldhouse-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '500' };
  const postgres = await startPostgres({ directory, settings, log: createLogger({ level: 'warn' }) });
  const url = postgres.url('postgres');
  for (const { name, prismaDirectory } of readSupergraphFile()) {
    const template = databaseAt(url, `${TEMPLATE}${name}`);
    await ensureDatabase(template);
    await migrate(template, join(prismaDirectory, 'migrations'));
    await prepareMessaging(template);
  }
  return {
    url,
    stop: async () => {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
