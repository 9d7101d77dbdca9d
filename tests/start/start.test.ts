import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, endpoint, eventually, newPerson, type Person, type Run, signIn } from '@fieldhouse/testing';
import pg from 'pg';

const START = new URL('../../launcher/src/start.ts', import.meta.url).pathname;
const PATIENCE_MS = 600_000; // a busy machine takes its time

/** `npm start` on a data directory, as a process of its own. */
interface Start {
  /** Resolves with the endpoint once the process says where it is. */
  readonly ready: () => Promise<Run>;
  /** What it said so far. */
  readonly said: () => string;
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

const children = new Set<ChildProcess>();

function start(directory: string, environment: Record<string, string> = {}): Start {
  const env = { PATH: process.env.PATH, DATA_DIR: directory, PORT: '0', ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', START], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  return {
    said: () => said,
    ready: async () => {
      const url = await eventually(() => {
        const found = /^ready (\S+)$/m.exec(said)?.[1];
        if (!found && child.exitCode === null) throw new Error(`not ready: ${said}`);
        return found;
      }, PATIENCE_MS);
      if (!url) throw new Error(`ended: ${said}`);
      return endpoint(url);
    },
    end: async (signal) => {
      child.kill(signal);
      const [code] = await once(child, 'exit');
      children.delete(child);
      return code;
    },
  };
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fieldhouse-start-'));
});
afterEach(async () => {
  await Promise.all([...children].map((child) => child.kill('SIGINT') && once(child, 'exit')));
  children.clear();
  await rm(directory, { recursive: true, force: true });
});

const nobody = () => Promise.reject(new Error('nobody is an administrator'));

test('the demo club is made once, from the beginning if its making was interrupted', async () => {
  const interrupted = start(directory);
  await eventually(() => expect(interrupted.said()).toContain('subgraphs'), PATIENCE_MS);
  await interrupted.end('SIGKILL');

  const whole = start(directory);
  const run = await whole.ready();
  const coach = await signIn(run, 'coach@riverside.example', 'riverside-demo');
  const mine = '{ me { memberships { team { name members { totalCount } } } } }';
  const { data } = await run(mine, {}, coach);
  expect(data.me.memberships).toHaveLength(2);
  const read = '{ me { gameReads { totalCount } favouriteGames { totalCount } } }';
  await eventually(async () =>
    expect((await run(read, {}, coach)).data.me).toEqual({
      gameReads: { totalCount: 14 },
      favouriteGames: { totalCount: 4 },
    }),
  );
  expect(await whole.end('SIGTERM')).toBe(0);

  const again = start(directory);
  expect((await (await again.ready())(mine, {}, coach)).data).toEqual(data);
}, 900_000);

test('a club that began without the demo outlives a PostgreSQL that is killed, and stays without the demo', async () => {
  const first = start(directory, { DEMO_DATA: 'off' });
  const run = await first.ready();
  const ada = await newPerson(run, nobody);
  expect(await refusedWhile(() => rename(run, ada))).toEqual(new Set(['SERVICE_UNAVAILABLE']));
  await first.end('SIGINT');

  for (const _ of ['once', 'twice']) {
    const later = start(directory);
    const again = await later.ready();
    const { token } = await signIn(again, ada.email, ada.password);
    expect((await again('{ me { displayName } }', {}, { token })).data.me.displayName).toBe('Ada King');
    for (const login of ['admin', 'coach'])
      await expect(signIn(again, `${login}@riverside.example`, 'riverside-demo')).rejects.toThrow(
        'INVALID_CREDENTIALS',
      );
    await later.end('SIGINT');
  }
}, 900_000);

const BROADCAST = `mutation ($input: BroadcastInput!) { broadcast(input: $input) { broadcast { id recipients } } }`;
const PROGRESS = `query ($id: ID!) { broadcast(id: $id) { recipients done finishedAt } }`;

test('words to ten thousand people reach each of them once, though the house is killed in the middle', async () => {
  const settings = { DEMO_DATA: 'off', ADMIN_EMAIL: 'admin@example.org', ADMIN_PASSWORD: 'the-test-admin-password' };
  let house = start(directory, settings);
  let run = await house.ready();
  const admin = () => signIn(run, settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD);
  // Copies that are made at a first start end with what their owners do not know.
  const rebuilds = 'SELECT FROM messaging.rebuild WHERE finished_at IS NULL';
  await eventually(async () => expect(await sql('notifications', rebuilds)).toEqual([]), PATIENCE_MS);
  await sql(
    'notifications',
    `INSERT INTO "Account" ("userId", "roles", "version")
     SELECT 'usr_crowd' || lpad(i::text, 5, '0'), '{MEMBER}', 1 FROM generate_series(1, 10000) AS i`,
  );
  const input = { title: 'The pitch is flooded', body: 'No practice today.', channels: ['IN_APP'] };
  const { data } = await run(BROADCAST, { input }, await admin());
  const { id, recipients } = data.broadcast.broadcast;
  expect(recipients).toBeGreaterThan(10_000);
  await eventually(async () => expect(await written(id)).toBeGreaterThan(0.3 * recipients), PATIENCE_MS);
  await house.end('SIGKILL');

  house = start(directory, settings);
  run = await house.ready();
  const token = await admin();
  await eventually(async () => {
    const { data: now } = await run(PROGRESS, { id }, token);
    expect(now.broadcast).toEqual({ recipients, done: recipients, finishedAt: expect.any(String) });
  }, PATIENCE_MS);
  const people = `SELECT count(*)::int AS told, count(DISTINCT "userId")::int AS people, sum("unread"::int)::int AS unread
    FROM "Notification" WHERE "broadcastId" = $1`;
  expect(await sql('notifications', people, [id])).toEqual([
    { told: recipients, people: recipients, unread: recipients },
  ]);
  const counted = `SELECT sum("unread")::int AS unread FROM "Inbox" WHERE "userId" LIKE 'usr_crowd%'`;
  expect(await sql('notifications', counted)).toEqual([{ unread: 10_000 }]);
}, 900_000);

const written = async (id: string): Promise<number> =>
  Number((await sql('notifications', 'SELECT "done" FROM "Broadcast" WHERE "id" = $1', [id]))[0]?.done);

/** Looks into a database of the house, by what it says itself of where that is. */
async function sql(database: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const url = new URL(readFileSync(join(directory, 'postgres.url'), 'utf8'));
  url.pathname = database;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows;
}

const rename = (run: Run, as: Person) =>
  run('mutation { updateProfile(input: { displayName: "Ada King" }) { user { displayName } } }', {}, as);

/** Kills PostgreSQL, then tries until it is done: what was said meanwhile. */
async function refusedWhile(tried: () => Promise<Answer>): Promise<Set<unknown>> {
  const [postmaster] = readFileSync(join(directory, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(postmaster), 'SIGKILL');
  const refused = new Set<unknown>();
  const { data } = await eventually(async () => {
    const answer = await tried();
    for (const { extensions } of answer.errors ?? []) refused.add(extensions.code);
    expect(answer.errors).toBeUndefined();
    return answer;
  }, PATIENCE_MS);
  expect(data.updateProfile.user.displayName).toBe('Ada King');
  return refused;
}
