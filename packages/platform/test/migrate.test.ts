import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createLogger, ensureDatabase, migrate, type RunningPostgres, startPostgres } from '../src/index.ts';

const home = mkdtempSync(path.join(tmpdir(), 'fieldhouse-migrate-'));
let postgres: RunningPostgres;
let url: string;
let migrations: string;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres({ directory: path.join(home, 'postgres'), log: createLogger({ level: 'silent' }) });
});

afterAll(async () => {
  await postgres.stop();
  rmSync(home, { recursive: true });
});

beforeEach(async () => {
  count += 1;
  url = postgres.url(`database_${count}`);
  migrations = path.join(home, `migrations_${count}`);
  await ensureDatabase(url);
  write('1_teams', 'CREATE TABLE team (id int); INSERT INTO team VALUES (1);');
  write('2_names', 'ALTER TABLE team ADD name text;');
});

function write(name: string, sql: string): void {
  mkdirSync(path.join(migrations, name), { recursive: true });
  writeFileSync(path.join(migrations, name, 'migration.sql'), sql);
}

async function query(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

describe('migrate', () => {
  test('applies what is new, in order, once', async () => {
    expect(await migrate(url, migrations)).toEqual(['1_teams', '2_names']);
    expect(await migrate(url, migrations)).toEqual([]);
    write('3_colours', 'ALTER TABLE team ADD colour text;');
    expect(await migrate(url, migrations)).toEqual(['3_colours']);
    expect(await query('SELECT * FROM team')).toEqual([{ id: 1, name: null, colour: null }]);
  });

  test("writes Prisma's own table, so that its CLI agrees", async () => {
    await migrate(url, migrations);
    const entries = await query(
      `SELECT migration_name, checksum, logs, applied_steps_count, finished_at >= started_at AS finished
       FROM _prisma_migrations ORDER BY migration_name LIMIT 1`,
    );
    // printf '...' | sha256sum
    const checksum = 'e2e54ac8c0fd1799e2f956a0c60e4d8b3f795c48931c20c1f40940afb90dac1d';
    expect(entries).toEqual([
      { migration_name: '1_teams', checksum, logs: null, applied_steps_count: 1, finished: true },
    ]);
  });

  test('lets racing starts apply each migration once', async () => {
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(url, migrations)));
    expect(applied.flat().sort()).toEqual(['1_teams', '2_names']);
    expect(await query('SELECT count(*)::int AS teams FROM team')).toEqual([{ teams: 1 }]);
  });

  test('rolls a failing migration back, names it, and applies it once it is right', async () => {
    write('3_wrong', 'ALTER TABLE team ADD colour text; SELECT 1 / 0;');
    await expect(migrate(url, migrations)).rejects.toThrow(
      'the migration 3_wrong failed and was rolled back: division',
    );
    expect(await query('SELECT * FROM team')).toEqual([{ id: 1, name: null }]);
    write('3_wrong', 'ALTER TABLE team ADD colour text;');
    expect(await migrate(url, migrations)).toEqual(['3_wrong']);
  });

  test('refuses a migration that was edited after it was applied', async () => {
    await migrate(url, migrations);
    write('1_teams', 'CREATE TABLE team (id bigint);');
    await expect(migrate(url, migrations)).rejects.toThrow('1_teams was edited after it was applied');
  });

  test("refuses to go on after a migration that Prisma's CLI recorded as failed", async () => {
    await migrate(url, migrations);
    await query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_names'");
    await expect(migrate(url, migrations)).rejects.toThrow('P3009: the migration 2_names failed earlier');
  });

  test('puts indexes in order again whose collation came from an older library', async () => {
    write(
      '3_order',
      "CREATE COLLATION names (provider = icu, locale = 'und'); CREATE INDEX team_name ON team (name COLLATE names);",
    );
    await migrate(url, migrations);
    await query("UPDATE pg_collation SET collversion = '1' WHERE collname = 'names'");
    const looks = `SELECT collversion = pg_collation_actual_version(pg_collation.oid) AS current, pg_relation_filenode('team_name') AS file
      FROM pg_collation WHERE collname = 'names'`;
    const [before] = await query(looks);
    await migrate(url, migrations);
    const [after] = await query(looks);
    expect([before?.current, after?.current]).toEqual([false, true]);
    expect(after?.file).not.toBe(before?.file);
    await migrate(url, migrations);
    expect(await query(looks)).toEqual([after]);
  });
});
