import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { type Message, prepareMessaging, type Sql, writeOutbox } from '../../src/index.ts';
import { log, newDatabase } from './database.ts';

/** A service's database: aggregates it owns, and a log of the effects that others' messages have had. */
export interface Service {
  readonly url: string;
  readonly pool: pg.Pool;
  transact<T>(work: (tx: pg.PoolClient, sql: Sql) => Promise<T>): Promise<T>;
  /** Changes the aggregate `key` and announces it, in one transaction. */
  change(key: string, payload?: object): Promise<Message>;
  /** The effects so far, in order. */
  effects(): Promise<readonly Effect[]>;
  stop(): Promise<void>;
}

/** What a message did to the service that reacted to it. */
export interface Effect {
  readonly id: string;
  readonly key: string;
  readonly sequence: number;
}

/** A service with an empty database; it announces its changes as `type` on `topic`. */
export async function startService(announces: { topic: string; type?: string }): Promise<Service> {
  const url = await newDatabase('service');
  await Promise.all([prepareMessaging(url), prepareMessaging(url)]);
  const service = openService(url, announces);
  await service.pool.query(`
    CREATE TABLE thing (key text PRIMARY KEY, version int NOT NULL);
    CREATE TABLE effect (number bigserial, id uuid, key text, sequence int)`);
  return service;
}

/** A service on a database that is there. */
export function openService(url: string, { topic, type = 'ThingChanged' }: { topic: string; type?: string }): Service {
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  pool.on('error', (error) => log.warn({ error }, 'connection lost'));
  const transact: Service['transact'] = (work) => inTransaction(pool, work);
  return {
    url,
    pool,
    transact,
    change: (key, payload = {}) =>
      transact(async (_, sql) => {
        const [row] = await sql(COUNT_UP, [key]);
        const message = { ...messageOf(topic, key, type), sequence: Number(row?.version), payload };
        await writeOutbox(sql, [message]);
        return message;
      }),
    effects: async () => (await pool.query<Effect>('SELECT id, key, sequence FROM effect ORDER BY number')).rows,
    stop: () => pool.end(),
  };
}

const COUNT_UP = `
  INSERT INTO thing VALUES ($1, 1) ON CONFLICT (key) DO UPDATE SET version = thing.version + 1 RETURNING version`;

/** A message about the first version of something. */
export const messageOf = (topic: string, key: string, type = 'ThingChanged'): Message => ({
  id: uuid(),
  topic,
  key,
  type,
  sequence: 1,
  payload: {},
  source: 'things',
  occurredAt: new Date().toISOString(),
  headers: {},
});

/** The reaction of the tests: an effect that shows when a message took effect twice, or out of order. */
export async function noteEffects(messages: readonly Message[], _tx: unknown, sql: Sql): Promise<void> {
  await sql('INSERT INTO effect (id, key, sequence) SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[])', [
    messages.map(({ id }) => id),
    messages.map(({ key }) => key),
    messages.map(({ sequence }) => sequence),
  ]);
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient, sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client, async (text, values) => (await client.query(text, [...values])).rows);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
