import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { errorMessage } from '../error-code.ts';
import { refreshCollations } from './collations.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Prisma's own advisory lock, so that its CLI and we keep out of each other's way. */
const PRISMA_LOCK = 72707369;

const prismaTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * `prisma migrate deploy` inside this process: the same table, checksums and lock, without the 300 MB CLI.
 * `directory` is the folder of the migrations; returns the names of those applied now. Each migration and its entry
 * commit together, so a process killed in the middle leaves nothing to repair.
 */
export async function migrate(url: string, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC -c lock_timeout=60s' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(prismaTable);
    const pending = await pendingOf(client, migrations);
    for (const migration of pending) await apply(client, migration);
    await refreshCollations(client);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const folders = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function pendingOf(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  const entries = new Map(rows.map((row) => [row.name, row]));
  const failed = rows.find(({ finished }) => !finished);
  if (failed) throw new Error(`P3009: the migration ${failed.name} failed earlier. Repair it: prisma migrate resolve.`);
  const edited = migrations.find(({ name, checksum }) => (entries.get(name)?.checksum ?? checksum) !== checksum);
  if (edited) throw new Error(`The migration ${edited.name} was edited after it was applied. Add a new one instead.`);
  return migrations.filter(({ name }) => !entries.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined); // a lost connection has rolled back by itself
    throw new Error(`P3018: the migration ${name} failed and was rolled back: ${errorMessage(cause)}`, { cause });
  }
}
