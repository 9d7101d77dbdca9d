import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@fieldhouse/platform';
import pg from 'pg';
import type { Foundations } from '../subgraphs.ts';

/** The demo's first administrator, unless the configuration names one. */
export const withDemoAdmin = (config: Config): Config =>
  config.demoData && !config.adminEmail
    ? Object.freeze({ ...config, adminEmail: 'admin@riverside.example', adminPassword: config.demoPassword })
    : config;

const mark = ({ dataDir }: Config, name: 'begun' | 'done') => join(dataDir, `demo-${name}`);

export const isSeeded = (config: Config): boolean => existsSync(mark(config, 'done'));
export const noteBegun = (config: Config): void => writeFileSync(mark(config, 'begun'), '');
export const noteDone = (config: Config): void => writeFileSync(mark(config, 'done'), '');

/**
 * Starts over when an earlier start was killed in the middle of seeding: the door opens only after the seed,
 * so nobody can have saved anything yet.
 */
export async function forgetHalfSeeded({ config, subgraphs, databaseUrl }: Foundations): Promise<void> {
  if (!config.isEmbedded || !existsSync(mark(config, 'begun')) || isSeeded(config)) return;
  const admin = new pg.Client({ connectionString: databaseUrl('postgres') });
  await admin.connect();
  for (const { name } of subgraphs)
    await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  await admin.end();
}
