/**
 * What timers and jobs that wait for their time cost a house in which nothing happens: the CPU of this process, and the
 * rows that the database looks at, with none and with 100,000 of each in the same run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { copiedPeople, defineJobs, defineSubgraph, defineTimers, startSubgraph } from '@fieldhouse/kit';
import { createLogger, ensureDatabase, migrate, readConfig } from '@fieldhouse/platform';
import { Client } from 'pg';
import { layInfrastructure } from '../../launcher/src/infrastructure.ts';
import { PrismaClient } from '../../subgraphs/teams/src/__generated__/prisma/client.ts';
import { table } from '../report.ts';

const WAITING = 100_000;
const IDLE_MILLISECONDS = 10_000;
const MIGRATIONS = new URL('../../prisma/teams/migrations', import.meta.url).pathname;

/** A domain that has things to do, all of them later. */
const patient = defineSubgraph({
  name: 'patient',
  schema: new URL('../fan-out/small.graphql', import.meta.url),
  database: PrismaClient,
  resolvers: { Query: { nothing: () => null } },
  policies: {},
  copies: [copiedPeople],
  timers: defineTimers({ ring: async () => undefined }),
  jobs: defineJobs({ call: { run: async () => undefined } }),
});

const FILL = `
  INSERT INTO messaging.task (kind, name, key, due_at, run_at, payload, headers)
  SELECT kind, name, n::text, later, later, '{}', '{}'
  FROM generate_series(1, ${WAITING}) AS n, LATERAL (SELECT now() + n * interval '1 day') AS at (later),
    (VALUES ('timer', 'ring'), ('job', 'call')) AS kinds (kind, name)`;

export default async function waiting(): Promise<void> {
  const directory = await mkdtemp(`${tmpdir()}/fieldhouse-bench-`);
  const config = readConfig({ DATA_DIR: directory, DEMO_DATA: 'off' });
  const infrastructure = await layInfrastructure(config, createLogger({ level: 'warn' }));
  const databaseUrl = infrastructure.databaseUrl(patient.name);
  await ensureDatabase(databaseUrl);
  await migrate(databaseUrl, MIGRATIONS);
  const client = () => {
    throw new Error('it asks nobody');
  };
  const running = await startSubgraph(patient, { ...infrastructure, databaseUrl, client });
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();

  await delay(IDLE_MILLISECONDS); // what the start left to do
  const empty = await idle(database);
  await database.query(FILL);
  await database.query('ANALYZE messaging.task');
  const full = await idle(database);
  table(`One idle domain, per second, with none and with ${2 * WAITING} timers and jobs waiting`, [
    ['CPU of the process', `${empty.cpu.toFixed(2)} ms, ${full.cpu.toFixed(2)} ms`],
    ['rows the database looked at', `${empty.rows.toFixed(1)}, ${full.rows.toFixed(1)}`],
  ]);

  await database.end();
  await running.stop();
  await infrastructure.stop();
  await rm(directory, { recursive: true, force: true });
}

/** What one second costs in which nothing happens. */
async function idle(database: Client): Promise<{ cpu: number; rows: number }> {
  const [cpuBefore, rowsBefore] = [process.cpuUsage(), await rowsSeen(database)];
  await delay(IDLE_MILLISECONDS);
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = IDLE_MILLISECONDS / 1_000;
  return { cpu: (user + system) / 1_000 / seconds, rows: ((await rowsSeen(database)) - rowsBefore) / seconds };
}

/** Rows of tasks that the database has read so far, by index or not. */
async function rowsSeen(database: Client): Promise<number> {
  await database.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await database.query(
    `SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS seen
     FROM pg_stat_user_tables WHERE schemaname = 'messaging' AND relname = 'task'`,
  );
  return Number(rows[0]?.seen);
}
