import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** What the names of template databases begin with. */
export const TEMPLATE = 'template_';

/** The same server's URL for another database. */
export function databaseAt(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** The databases of one test file: cloned from the templates, gone when the file is done. */
export interface Databases {
  readonly url: (name: string) => string;
  readonly drop: () => Promise<void>;
}

/** Clones a database per domain for this test file, and an empty one for events on their way. */
export async function cloneDatabases(domains: readonly string[]): Promise<Databases> {
  const server = process.env.TEST_POSTGRES_URL;
  if (!server)
    throw new Error('No TEST_POSTGRES_URL: jest.config.mjs lacks the globalSetup of jest.database.preset.mjs');
  const prefix = `test_${randomBytes(6).toString('hex')}_`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  for (const domain of domains)
    await admin.query(`CREATE DATABASE "${prefix}${domain}" TEMPLATE "${TEMPLATE}${domain}"`);
  await admin.query(`CREATE DATABASE "${prefix}bus"`);
  return {
    url: (name) => databaseAt(server, `${prefix}${name}`),
    drop: async () => {
      for (const name of [...domains, 'bus'])
        await admin.query(`DROP DATABASE IF EXISTS "${prefix}${name}" WITH (FORCE)`);
      await admin.end();
    },
  };
}
