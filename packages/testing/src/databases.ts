import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { noteCaughtUp } from '@fieldhouse/kit';
import { prepareMessaging } from '@fieldhouse/messaging';
import { ensureDatabase, migrate, type SubgraphEntry } from '@fieldhouse/platform';
import pg from 'pg';

/** The same server's URL for another database. */
function databaseAt(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** The databases of one test file: cloned from the templates, gone when the file is done. */
export interface Databases {
  readonly url: (name: string) => string;
  /** Looks into one of them, on a connection that is kept. */
  readonly query: (name: string, text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  readonly drop: () => Promise<void>;
}

type Domain = Pick<SubgraphEntry, 'name' | 'prismaDirectory'>;

/** Clones a database per domain for this test file, and an empty one for events on their way. */
export async function cloneDatabases(domains: readonly Domain[]): Promise<Databases> {
  const server = process.env.TEST_POSTGRES_URL;
  if (!server)
    throw new Error('No TEST_POSTGRES_URL: jest.config.mjs lacks the globalSetup of jest.database.preset.mjs');
  const prefix = `test_${randomBytes(6).toString('hex')}_`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  for (const domain of domains) {
    const template = await ensureTemplate(admin, server, domain);
    // Files copied as files: half of what it costs to write them to the log.
    await admin.query(`CREATE DATABASE "${prefix}${domain.name}" TEMPLATE "${template}" STRATEGY FILE_COPY`);
  }
  await admin.query(`CREATE DATABASE "${prefix}bus" STRATEGY FILE_COPY`);
  const pools = new Map<string, pg.Pool>();
  const poolOf = (name: string): pg.Pool => {
    const pool = pools.get(name) ?? lookInto(databaseAt(server, `${prefix}${name}`));
    pools.set(name, pool);
    return pool;
  };
  return {
    url: (name) => databaseAt(server, `${prefix}${name}`),
    query: async (name, text, values = []) => (await poolOf(name).query(text, values)).rows,
    drop: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
      for (const name of [...domains.map((domain) => domain.name), 'bus'])
        await admin.query(`DROP DATABASE IF EXISTS "${prefix}${name}" WITH (FORCE)`);
      await admin.end();
    },
  };
}

function lookInto(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString });
  pool.on('error', () => undefined); // a test may end all connections to a database
  return pool;
}

/**
 * A migrated database of a domain to clone: made by the first test of the run that needs it, while others wait. It gets
 * its name only once it is whole, so one who died over it leaves nothing that looks finished.
 */
async function ensureTemplate(admin: pg.Client, server: string, domain: Domain): Promise<string> {
  const template = `template_${domain.name}`;
  await admin.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount) return template;
    const unfinished = `unfinished_${domain.name}`;
    await admin.query(`DROP DATABASE IF EXISTS "${unfinished}" WITH (FORCE)`);
    const url = databaseAt(server, unfinished);
    await ensureDatabase(url);
    await migrate(url, join(domain.prismaDirectory, 'migrations'));
    await prepareMessaging(url);
    await noteAllNew(url);
    await admin.query(`ALTER DATABASE "${unfinished}" RENAME TO "${template}"`);
    return template;
  } finally {
    await admin.query('SELECT pg_advisory_unlock(hashtext($1))', [template]);
  }
}

/** In a house that is all new nobody has anything to catch up with; the tests of rebuilds say otherwise. */
async function noteAllNew(connectionString: string): Promise<void> {
  const pool = new pg.Pool({ connectionString, max: 1 });
  await noteCaughtUp(pool);
  await pool.end();
}
