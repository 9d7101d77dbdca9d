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
import { layInfrastructure } from '../../launcher/src/infrastructure.ts';
import { prepareDatabases, startSubgraphs } from '../../launcher/src/subgraphs.ts';
import { percentile, table } from '../report.ts';
import { bareTransactions } from './baseline.ts';
import { ADMIN, type People, people } from './people.ts';

const WARM_UP = 50;
const PACED = 500;
const STORM = 4000;
const PEOPLE = 40;
const WRITERS = 16;

export default async function propagation(): Promise<void> {
  const directory = await mkdtemp(`${tmpdir()}/fieldhouse-bench-`);
  const kafka = process.env.KAFKA_BROKERS;
  const environment = {
    DATA_DIR: directory,
    DEMO_DATA: 'off',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
  const config = { ...readConfig(environment), kafkaBrokers: kafka?.split(',') };
  const infrastructure = await layInfrastructure(config, createLogger({ level: 'warn' }));
  await prepareDatabases(infrastructure);
  const running = await startSubgraphs(infrastructure);
  const teams = new pg.Client({ connectionString: infrastructure.databaseUrl('teams') });
  await teams.connect();

  const club = await people(running, PEOPLE);
  const latencies = await paced(club, teams);
  const bare = await bareTransactions(infrastructure.databaseUrl('users'), WRITERS, STORM / 4, PEOPLE);
  const { committed, visible } = await storm(club, teams);
  table(`name propagation over ${kafka ? 'Kafka' : 'PostgreSQL'}`, [
    ['commit to visible, p50', `${percentile(latencies, 0.5).toFixed(1)} ms`],
    ['commit to visible, p99', `${percentile(latencies, 0.99).toFixed(1)} ms`],
    [`renames committed, ${WRITERS} writers`, `${Math.round(committed)} /s`],
    ['renames visible, sustained', `${Math.round(visible)} /s`],
    ['bare transactions, same writers', `${Math.round(bare)} /s`],
    ['renames visible : bare transactions', (visible / bare).toFixed(2)],
  ]);

  await teams.end();
  await Promise.all([...running.values()].map((subgraph) => subgraph.stop()));
  await infrastructure.stop();
  await rm(directory, { recursive: true, force: true });
}

const SEEN = 'SELECT 1 FROM "Person" WHERE id = $1 AND version >= $2';

async function untilVisible(teams: pg.Client, id: string, version: number): Promise<void> {
  while ((await teams.query({ name: 'seen', text: SEEN, values: [id, version] })).rows.length === 0);
}

/** One rename at a time, at leisure: the time from each commit until teams shows the name. */
async function paced(club: People, teams: pg.Client): Promise<number[]> {
  const latencies: number[] = [];
  for (let i = 0; i < WARM_UP + PACED; i++) {
    const id = club.ids[i % PEOPLE] as string;
    const version = await club.rename(id);
    const committed = performance.now();
    await untilVisible(teams, id, version);
    latencies.push(performance.now() - committed);
    await delay(5);
  }
  return latencies.slice(WARM_UP);
}

/** As many renames as the writers manage: a second's worth committed, and a second's worth visible. */
async function storm(club: People, teams: pg.Client): Promise<{ committed: number; visible: number }> {
  const last = new Map<string, number>();
  let next = 0;
  const writer = async () => {
    while (next < STORM) {
      const id = club.ids[next++ % PEOPLE] as string;
      const version = await club.rename(id);
      last.set(id, Math.max(version, last.get(id) ?? 0));
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: WRITERS }, writer));
  const written = performance.now();
  for (const [id, version] of last) await untilVisible(teams, id, version);
  const perSecond = (until: number) => (STORM * 1000) / (until - began);
  return { committed: perSecond(written), visible: perSecond(performance.now()) };
}
