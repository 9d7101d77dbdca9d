import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createLogger, migrate, type RunningPostgres, readSupergraphFile, startPostgres } from '../src/index.ts';

const NEW = '20261125100000_search_and_order';
const home = mkdtempSync(path.join(tmpdir(), 'fieldhouse-older-'));
let postgres: RunningPostgres;

beforeAll(async () => {
  postgres = await startPostgres({ directory: path.join(home, 'postgres'), log: createLogger({ level: 'silent' }) });
});
afterAll(async () => {
  await postgres.stop();
  rmSync(home, { recursive: true });
});

async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let rows: Record<string, unknown>[] = [];
  for (const statement of statements) ({ rows } = await client.query(statement));
  await client.end();
  return rows;
}

test('a database made with the locale C keeps its people, orders them by name and knows their letters', async () => {
  const directory = readSupergraphFile().find(({ name }) => name === 'users')?.prismaDirectory ?? '';
  const all = path.join(directory, 'migrations');
  const older = path.join(home, 'older');
  for (const name of readdirSync(all).filter((it) => it < NEW))
    cpSync(path.join(all, name), path.join(older, name), { recursive: true });
  const url = postgres.url('users');
  await query(
    postgres.url('postgres'),
    "CREATE DATABASE users TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'",
  );
  await migrate(url, older);
  const people = ['Zoe', 'Ångström', 'ada', 'Иван', 'Örjan'];
  const rows = people.map((name, i) => `('usr_${i}', 'person-${i}', '${name}', 'ACTIVE')`);
  await query(url, `INSERT INTO "User" (id, handle, "displayName", status) VALUES ${rows}`);

  expect(await migrate(url, all)).toContain(NEW);
  const listed = await query(url, 'SELECT "displayName" AS name FROM "User" ORDER BY "displayName", id');
  expect(listed.map(({ name }) => name)).toEqual(['ada', 'Ångström', 'Örjan', 'Zoe', 'Иван']);
  const behind = await query(
    url,
    `SELECT "displayName" AS name FROM "User" WHERE "displayName" > 'Örjan' ORDER BY "displayName"`,
  );
  expect(behind.map(({ name }) => name)).toEqual(['Zoe', 'Иван']);
  expect(await query(url, `SELECT id FROM "User" WHERE "searchText" LIKE '%' || fold('ИВ') || '%'`)).toEqual([
    { id: 'usr_3' },
  ]);
});
