import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@fieldhouse/platform';
import pg from 'pg';

/** The demo's first administrator, unless the configuration names one. */
export const DEMO_ADMIN = 'admin@riverside.example';

/** Whether a club is the demo club: it never is, it is to be made before the door opens, or it was made. */
export type DemoState = 'none' | 'awaited' | 'made';

/** Says `unfinished` from before the first database is created, then `whole`; absent for a club of its own. */
const note = ({ dataDir }: Config): string => join(dataDir, 'demo-club');

/**
 * Looks at an embedded PostgreSQL. The demo club is made where none of these databases is there yet. They are dropped
 * first if an earlier start was ended while it made the demo club: the door opens only when that is whole, so nobody can
 * have saved anything. A club with data of its own is left alone for ever.
 */
export async function demoStateOf(config: Config, serverUrl: string, databases: readonly string[]): Promise<DemoState> {
  const noted = existsSync(note(config)) ? readFileSync(note(config), 'utf8') : '';
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  try {
    const { rows } = await server.query<{ name: string }>(EXISTING, [databases]);
    if (rows.length > 0 && noted !== 'unfinished') return config.demoData && noted === 'whole' ? 'made' : 'none';
    // Noted before they are dropped, so that being ended in between changes nothing.
    if (config.demoData) writeFileSync(note(config), 'unfinished');
    for (const { name } of rows) await server.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await server.end();
  }
  if (config.demoData) return 'awaited';
  rmSync(note(config), { force: true });
  return 'none';
}

const EXISTING = 'SELECT datname AS name FROM pg_database WHERE datname = ANY($1)';

/** Notes that the demo club was made. */
export const noteWhole = (config: Config): void => writeFileSync(note(config), 'whole');

/** The configuration of a club: the demo's has the demo's administrator unless it names one, any other has no demo. */
export function configFor(demo: DemoState, config: Config): Config {
  if (demo === 'none') return Object.freeze({ ...config, demoData: false });
  if (config.adminEmail) return config;
  return Object.freeze({ ...config, adminEmail: DEMO_ADMIN, adminPassword: config.demoPassword });
}
