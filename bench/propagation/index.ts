/**
 * How long a new name takes from the commit in users to visible in teams, and how many renames a second are sustained.
 * On embedded PostgreSQL; with KAFKA_BROKERS set the same on Kafka. The baseline of the same run is the bare transaction
 * (an update and an insert, by plain SQL, nothing reacting to it), so that machines can be compared by the ratio.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, readConfig } from '@fieldhouse/platform';
import pg from 'pg';
import { layFoundations } from '../../launcher/src/foundations.ts';
import { prepareDatabases, startSubgraphs } from '../../launcher/src/subgraphs.ts';
import { percentile, table } from '../report.ts';
import { bareTransactions } from './baseline.ts';
import { ADMIN, people } from './people.ts';

const PACED = 500;
const STORM = 4000;
const PEOPLE = 40;
const WRITERS = 16;

export default async function propagation(): Promise<void> {
  const directory = await mkdtemp(`${tmpdir()}/fieldhouse-bench-`);
  const log = createLogger({ level: 'warn' });
  const kafka = process.env.KAFKA_BROKERS;
  const config = readConfig({
    DATA_DIR: directory,
    DEMO_DATA: 'off',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  });
  const foundations = await layFoundations({ ...config, kafkaBrokers: kafka?.split(',') }, log);
  await prepareDatabases(foundations);
  const running = await startSubgraphs(foundations);
  const teams = new pg.Client({ connectionString: foundations.databaseUrl('teams') });
  await teams.connect();
  const club = await people(running, PEOPLE);

  const visible = async (id: string, version: number) => {
    const { rows } = await teams.query({
      name: 'see',
      text: 'SELECT 1 FROM "Person" WHERE id = $1 AND version >= $2',
      values: [id, version],
    });
    return rows.length > 0;
  };
  const untilVisible = async (id: string, version: number) => {
    while (!(await visible(id, version)));
  };

  const [first] = club.ids as [string];
  for (let i = 0; i < 50; i++) await untilVisible(first, await club.rename(first)); // warm
  const latencies: number[] = [];
  for (let i = 0; i < PACED; i++) {
    const id = club.ids[i % PEOPLE] as string;
    const version = await club.rename(id);
    const committed = performance.now();
    await untilVisible(id, version);
    latencies.push(performance.now() - committed);
    await delay(5);
  }

  const bare = await bareTransactions(foundations.databaseUrl('users'), WRITERS, STORM / 4, PEOPLE);
  const began = performance.now();
  const last = new Map<string, number>();
  let next = 0;
  const writer = async () => {
    while (next < STORM) {
      const id = club.ids[next++ % PEOPLE] as string;
      const version = await club.rename(id);
      last.set(id, Math.max(version, last.get(id) ?? 0));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  const written = performance.now();
  for (const [id, version] of last) await untilVisible(id, version);
  const seen = performance.now();

  const perSecond = (ms: number) => `${Math.round((STORM * 1000) / ms)} /s`;
  const share = (STORM * 1000) / (seen - began) / bare;
  table(`name propagation over ${kafka ? 'Kafka' : 'PostgreSQL'}`, [
    ['commit to visible, p50', `${percentile(latencies, 0.5).toFixed(1)} ms`],
    ['commit to visible, p99', `${percentile(latencies, 0.99).toFixed(1)} ms`],
    [`renames committed, ${WRITERS} writers`, perSecond(written - began)],
    ['renames visible, sustained', perSecond(seen - began)],
    ['bare transactions, same writers', `${Math.round(bare)} /s`],
    ['renames visible : bare transactions', share.toFixed(2)],
  ]);
  await teams.end();
  await Promise.all([...running.values()].map((subgraph) => subgraph.stop()));
  await foundations.stop();
  await rm(directory, { recursive: true, force: true });
}
