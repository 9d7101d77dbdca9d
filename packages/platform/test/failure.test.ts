import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import {
  closePool,
  createLogger,
  failureOf,
  openPool,
  type RunningPostgres,
  ServiceUnavailable,
  startPostgres,
} from '../src/index.ts';

const log = createLogger({ level: 'silent' });
const home = mkdtempSync(path.join(tmpdir(), 'fieldhouse-failure-'));
let postgres: RunningPostgres;
let url: string;
const pools: pg.Pool[] = [];

beforeAll(async () => {
  postgres = await startPostgres({ directory: home, log });
  url = postgres.url('postgres');
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => closePool(pool, 1_000)));
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
});

function pool(timeouts: object = {}, at = url): pg.Pool {
  const usual = { connect: 10_000, statement: 0, lock: 0, idleInTransaction: 0 };
  const opened = openPool({ url: at, max: 1, name: 'tests', timeouts: { ...usual, ...timeouts }, log });
  pools.push(opened);
  return opened;
}

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );
const judged = async (work: Promise<unknown>) => failureOf(await errorOf(work));

/** Somebody who holds a lock. */
async function holding(statement: string, work: () => Promise<unknown>): Promise<void> {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query('CREATE TABLE IF NOT EXISTS thing (id int)');
  await holder.query(`BEGIN; ${statement}`);
  await work().finally(() => holder.end());
}

describe('PostgreSQL', () => {
  test.each([
    ['08006', 'outage'],
    ['28P01', 'outage'],
    ['25006', 'outage'],
    ['53100', 'outage'],
    ['53300', 'outage'],
    ['57P01', 'outage'],
    ['57P03', 'outage'],
    ['40001', 'conflict'],
    ['40P01', 'conflict'],
    ['55P03', 'conflict'],
    ['57014', 'conflict'],
    ['23505', 'fault'],
    ['22P02', 'fault'],
    ['42703', 'fault'],
  ])('that says %s: %s', async (state, failure) => {
    const raise = `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${state}'; END $$`;
    expect(await judged(pool().query(raise))).toBe(failure);
  });

  test('that nobody runs, or that has no such database or password', async () => {
    expect(await judged(pool({}, 'postgresql://a:b@127.0.0.1:1/c').query('SELECT 1'))).toBe('outage');
    expect(await judged(pool({}, postgres.url('nowhere')).query('SELECT 1'))).toBe('outage');
    const stranger = new URL(url);
    stranger.password = 'guessed';
    expect(await judged(pool({}, stranger.href).query('SELECT 1'))).toBe('outage');
  });

  test('that does not answer', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as { port: number };
    expect(await judged(pool({ connect: 500 }, `postgresql://a:b@127.0.0.1:${port}/c`).query('SELECT 1'))).toBe(
      'outage',
    );
    mute.close();
  });

  test('whose connections are all in use', async () => {
    const full = pool({ connect: 500 });
    const client = await full.connect();
    expect(await judged(full.query('SELECT 1'))).toBe('outage');
    client.release();
  });

  test('that ends our session', async () => {
    expect(await judged(pool().query('SELECT pg_terminate_backend(pg_backend_pid())'))).toBe('outage');
  });

  test('a lock, a statement and a transaction that take too long', async () => {
    await holding('LOCK thing', async () => {
      expect(await judged(pool({ lock: 100 }).query('SELECT * FROM thing'))).toBe('conflict');
    });
    expect(await judged(pool({ statement: 100 }).query('SELECT pg_sleep(60)'))).toBe('conflict');
    const client = await pool({ idleInTransaction: 50 }).connect();
    const ended = once(client, 'error');
    await client.query('BEGIN');
    expect(failureOf((await ended)[0])).toBe('conflict');
    expect(await judged(client.query('SELECT 1'))).toBe('outage');
    client.release(true);
  });

  test('a pool that is closed while somebody waits in it', async () => {
    await holding('LOCK thing', async () => {
      const closing = pool();
      const waiting = errorOf(closing.query('SELECT * FROM thing'));
      await closePool(closing, 50);
      expect(failureOf(await waiting)).toBe('outage');
      expect(await judged(closing.query('SELECT 1'))).toBe('outage');
    });
  });
});

describe('Redis', () => {
  const limits = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 200, retryStrategy: () => null };

  test('that nobody runs', async () => {
    const redis = new Redis({ ...limits, port: 1, lazyConnect: true });
    redis.on('error', () => undefined);
    expect(await judged(redis.connect())).toBe('outage');
    expect(await judged(redis.get('a'))).toBe('outage');
  });

  test.each([
    ['-LOADING Redis is loading the dataset in memory'],
    ["-READONLY You can't write against a read only replica."],
    ["-OOM command not allowed when used memory > 'maxmemory'."],
    [''],
  ])('that answers "%s"', async (line) => {
    const server = createServer((socket) => socket.on('data', () => line && socket.write(`${line}\r\n`)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    const queueing = { enableOfflineQueue: true, enableReadyCheck: false, disableClientInfo: true };
    const redis = new Redis({ ...limits, ...queueing, port });
    redis.on('error', () => undefined);
    expect(await judged(redis.get('a'))).toBe('outage');
    redis.disconnect();
    server.close();
  });
});

test.each([
  ['another subgraph that is away', new ServiceUnavailable('users'), 'outage'],
  ['one that says so in GraphQL', { message: 'x', extensions: { code: 'SERVICE_UNAVAILABLE' } }, 'outage'],
  ['a refusal', { message: 'x', extensions: { code: 'FORBIDDEN' } }, 'fault'],
  ['an outage as the cause of another error', new Error('x', { cause: new ServiceUnavailable('users') }), 'outage'],
  ['a call that took too long', AbortSignal.abort(new DOMException('x', 'TimeoutError')).reason, 'outage'],
  ['a mistake that Redis tells', new Error('WRONGTYPE Operation against a key'), 'fault'],
  ['a mistake of ours', new TypeError('x is not a function'), 'fault'],
  ['nothing', undefined, 'fault'],
])('%s', (_, error, failure) => {
  expect(failureOf(error)).toBe(failure);
});
