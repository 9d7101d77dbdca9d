/**
 * How long a change takes from its commit to a thousand subscribers, by WebSocket, with what other domains know of it; and
 * what one subscriber costs. `npm run bench -- live 200 5` has 200 people with five phones each. Beside them is one that reads
 * nothing until the end, while more is sent to it than fits on the way. Fails where somebody is told a version twice, an older
 * one after a newer, or not the newest in the end.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLogger, readConfig } from '@fieldhouse/platform';
import { endpoint, eventually, newPerson, type Person, signIn } from '@fieldhouse/testing';
import { openHouse } from '../../launcher/src/house.ts';
import { layInfrastructure } from '../../launcher/src/infrastructure.ts';
import { prepareDatabases, startSubgraphs } from '../../launcher/src/subgraphs.ts';
import { teamFounder } from '../../packages/testing/src/teams.ts';
import { percentile, table } from '../report.ts';
import type { Crowd, Heard } from './subscribers.ts';

const CHANGES = 200;
const PAUSE_MS = 150;
const ADMIN = { email: 'bench@example.org', password: 'a-password-for-the-bench' };

const SCHEDULE =
  'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }';
const MOVE =
  'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { event { version } userErrors { code } } }';
const DESCRIPTION = 'Bring water. '.repeat(380);
const WIDE = `subscription ($id: ID!) { eventChanged(id: $id) { title ${Array.from({ length: 20 }, (_, at) => `d${at}: description`).join(' ')} } }`;
const CHANGED = `subscription ($id: ID!) {
  eventChanged(id: $id) { title startsAt team { name } attendees(first: 3) { nodes { user { displayName } } } }
}`;

export default async function live([people = '50', each = '20']: readonly string[]): Promise<void> {
  await measure(Number(people), Number(each));
}

async function measure(peopleCount: number, phones: number): Promise<void> {
  const directory = await mkdtemp(`${tmpdir()}/fieldhouse-bench-`);
  const environment = {
    ...{ DATA_DIR: directory, DEMO_DATA: 'off', PORT: '0' },
    ...{ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password, ACCESS_TOKEN_TTL: '2h' },
    ...{ MAX_CONNECTIONS_PER_ADDRESS: '5000', MAX_LIVE_CONNECTIONS_PER_ADDRESS: '5000' },
  };
  const infrastructure = await layInfrastructure(readConfig(environment), createLogger({ level: 'warn' }), environment);
  await prepareDatabases(infrastructure);
  const running = await startSubgraphs(infrastructure);
  const gateway = await openHouse(infrastructure, running);
  const clients = fork(new URL('./subscribers.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const order = async (name: string, about: unknown): Promise<unknown> => {
    clients.send({ order: name, about });
    const [{ answer, failed }] = await once(clients, 'message');
    if (failed) throw new Error(failed);
    return answer;
  };

  const { run, coach, people, id } = await practice(gateway.url, peopleCount);
  const before = memory();
  const crowd: Crowd = {
    url: gateway.url,
    tokens: people.map(({ token }) => token),
    each: phones,
    query: CHANGED,
    variables: { id },
    slow: { token: coach.token, query: WIDE },
  };
  await order('subscribe', crowd);
  const each = (memory() - before) / (peopleCount * phones);

  const committed = new Map<number, number>();
  for (let change = 1; change <= CHANGES; change += 1) {
    const input = { eventId: id, title: `Practice ${change}` };
    // Whom a busy house sends away comes again.
    const version = await eventually(async () => {
      const { data, errors } = await run(MOVE, { input }, coach);
      if (!data?.updateEvent?.event) throw new Error(JSON.stringify(errors ?? data));
      return data.updateEvent.event.version as number;
    }, 30_000);
    committed.set(version, performance.timeOrigin + performance.now());
    await delay(PAUSE_MS);
  }
  const last = Math.max(...committed.keys());
  const heard = (await order('until', last)) as Heard[];
  const latencies = check(heard, committed, last);
  table(`${heard.length - 1} subscribers of ${peopleCount} people on one event, ${CHANGES} changes`, [
    ['commit to delivery, p50', `${percentile(latencies, 0.5).toFixed(0)} ms`],
    ['commit to delivery, p99', `${percentile(latencies, 0.99).toFixed(0)} ms`],
    [
      'deliveries, passed over (coalesced)',
      `${latencies.length}, ${heard.slice(0, -1).reduce((sum, it) => sum + it.coalesced, 0)}`,
    ],
    ['the one who did not read: told, passed', `${heard.at(-1)?.versions.length}, ${heard.at(-1)?.coalesced}`],
    ['heap of each subscription', `${(each / 1024).toFixed(1)} KB`],
  ]);

  clients.kill();
  await gateway.stop();
  await Promise.all([...running.values()].map((subgraph) => subgraph.stop()));
  await infrastructure.stop();
  await rm(directory, { recursive: true, force: true });
}

/** People on a team, and a practice that all of them see. */
async function practice(url: string, count: number) {
  const run = endpoint(url);
  const admin = () => signIn(run, ADMIN.email, ADMIN.password);
  const coach = await newPerson(run, admin, { displayName: 'Coach', roles: ['TRAINER'] });
  const people: Person[] = [];
  for (let at = 0; at < count; at += 1) people.push(await newPerson(run, admin, { displayName: `Player ${at}` }));
  const teamId = await teamFounder(run, admin)({ owner: coach, members: { PLAYER: people } });
  const startsAt = new Date(Date.now() + 86_400_000);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const input = { teamId, title: 'Practice', kind: 'PRACTICE', startsAt, endsAt, description: DESCRIPTION };
  const { data } = await run(SCHEDULE, { input }, coach);
  await delay(2_000); // until the rosters are known everywhere
  return { run, coach, people, id: data.createEvent.event.id as string };
}

/** What every subscriber was told is what happened, in order, once; how long each telling took, but for the one who did not read. */
function check(heard: readonly Heard[], committed: ReadonlyMap<number, number>, last: number): number[] {
  for (const { versions } of heard) {
    const isAscending = versions.every((version, at) => at === 0 || version > (versions[at - 1] ?? 0));
    if (!isAscending) throw new Error(`told out of order, or twice: ${versions}`);
    if (versions.at(-1) !== last) throw new Error(`ended on ${versions.at(-1)}, not on ${last}`);
  }
  return heard.slice(0, -1).flatMap(({ versions, at }) =>
    versions.flatMap((version, index) => {
      const since = committed.get(version);
      return since === undefined ? [] : [Math.max(0, (at[index] ?? 0) - since)];
    }),
  );
}

/** Heap in use after a collection. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}
