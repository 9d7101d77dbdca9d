import { randomBytes } from 'node:crypto';
import { createLogger, ensureDatabase } from '@fieldhouse/platform';
import pg from 'pg';

/** Silent unless somebody looks into a failing test. */
export const log = createLogger({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });

/** Part of the names of everything a test file makes, so that runs and files do not meet. */
export const uniqueName = (name: string): string => `${name}_${randomBytes(5).toString('hex')}`;

/** The URL of a new, empty database. */
export async function newDatabase(name: string): Promise<string> {
  const url = databaseAt(uniqueName(name));
  await ensureDatabase(url);
  return url;
}

/** The URL of a database on the server of this run. */
export function databaseAt(name: string): string {
  const url = new URL(process.env.TEST_POSTGRES_URL ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement on the server of this run, outside of any database under test. */
export async function onServer(text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await client.connect();
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}
