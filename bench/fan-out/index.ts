/**
 * What a rename costs this process in CPU, at the four domains and with nine small ones more that keep a copy of people
 * too. The baseline of the same run is the same mutation without an event (it writes the biography), so that machines
 * can be compared by the ratio. What the house costs when nothing happens is measured beside and taken off.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, readConfig } from '@fieldhouse/platform';
import { layInfrastructure } from '../../launcher/src/infrastructure.ts';
import { settled } from '../../launcher/src/settled.ts';
import { prepareDatabases, startSubgraphs } from '../../launcher/src/subgraphs.ts';
import { ADMIN, type People, people } from '../propagation/people.ts';
import { table } from '../report.ts';
import { startSmallDomains } from './small-domains.ts';

const WRITES = 200;
const PACE_MILLISECONDS = 40; // so that each goes through the house by itself
const PEOPLE = 20;
const MORE_DOMAINS = 9;

export default async function fanOut(): Promise<void> {
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
  const club = await people(running, PEOPLE);
  const settle = async () => {
    if (infrastructure.bus) await settled(infrastructure.bus, [...running.values()], { patienceMs: 60_000 });
    else await delay(3_000);
  };

  const few = await measure(club, settle);
  await startSmallDomains(MORE_DOMAINS, infrastructure, running);
  const many = await measure(club, settle);
  table(`CPU of one rename over ${kafka ? 'Kafka' : 'PostgreSQL'}, without the database server's`, [
    ['the same write without an event', milliseconds(few.bare)],
    ['rename, four domains', `${milliseconds(few.rename)}, ${ratio(few.rename, few.bare)} of that`],
    ['rename, thirteen domains', `${milliseconds(many.rename)}, ${ratio(many.rename, few.bare)} of that`],
    ['idle, four domains', `${(100 * few.idle).toFixed(1)} % of a core`],
    ['idle, thirteen domains', `${(100 * many.idle).toFixed(1)} % of a core`],
  ]);

  await Promise.all([...running.values()].map((subgraph) => subgraph.stop()));
  await infrastructure.stop();
  await rm(directory, { recursive: true, force: true });
}

const milliseconds = (value: number) => `${value.toFixed(2)} ms`;
const ratio = (one: number, other: number) => `${(one / other).toFixed(1)} times`;

interface Costs {
  readonly bare: number;
  readonly rename: number;
  /** Share of a core. */
  readonly idle: number;
}

async function measure(club: People, settle: () => Promise<void>): Promise<Costs> {
  await paced(club.rename, club.ids); // warms up
  await settle();
  const idle = await cpuOf(() => delay(5_000));
  const each = async (write: (id: string) => Promise<unknown>) => {
    const { cpu, took } = await cpuOf(() => paced(write, club.ids).then(settle));
    return (cpu - (idle.cpu / idle.took) * took) / WRITES;
  };
  const bare = await each(club.describe);
  const rename = await each(club.rename);
  return { bare, rename, idle: idle.cpu / idle.took };
}

async function paced(write: (id: string) => Promise<unknown>, ids: readonly string[]): Promise<void> {
  for (let count = 0; count < WRITES; count++) {
    await write(ids[count % ids.length] as string);
    await delay(PACE_MILLISECONDS);
  }
}

/** CPU and wall-clock time of some work, in milliseconds. */
async function cpuOf(work: () => Promise<void>): Promise<{ cpu: number; took: number }> {
  const [before, began] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1_000, took: performance.now() - began };
}
