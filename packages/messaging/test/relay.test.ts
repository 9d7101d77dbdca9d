import { once } from 'node:events';
import pg from 'pg';
import { type Message, startRelay, type Transport, writeOutbox } from '../src/index.ts';
import { LANES, partitionOf } from '../src/partition.ts';
import { log, newDatabase, onServer } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { changeMany, type House, startHouse } from './support/house.ts';
import { listeningLog } from './support/listening-log.ts';
import { messageOf } from './support/service.ts';

describe('a relay', () => {
  let house: House;
  beforeEach(async () => {
    house = await startHouse({ bus: await newDatabase('bus') });
  });
  afterEach(() => house.stop());

  test('publishes at once when it is woken', async () => {
    const [relay] = await Promise.all([house.relay(), house.consumer()]);
    await house.source.change('warm-up');
    relay.wake();
    await house.effects(1);
    const started = Date.now();
    for (let change = 2; change < 12; change++) {
      await house.source.change('thing');
      relay.wake();
      await house.effects(change);
    }
    expect(Date.now() - started).toBeLessThan(5_000); // polling would take ten seconds
  });

  test('tells what it published before it forgets it: after a failure in between again', async () => {
    const told: string[] = [];
    const waiting: number[] = [];
    await house.source.change('thing');
    const { pool, url } = house.source;
    const published = async (messages: readonly Message[]) => {
      told.push(...messages.map(({ key, sequence }) => `${key} ${sequence}`));
      waiting.push(await relay.pending());
      if (told.length === 1) throw new Error('as if the process ended here');
    };
    const relay = await startRelay({ pool, url, transport: house.transport, log, published });
    await house.consumer();
    await eventually(async () => expect(await relay.pending()).toBe(0));
    await relay.stop();
    expect([told, waiting]).toEqual([
      ['thing 1', 'thing 1'],
      [1, 1],
    ]);
    expect(await house.effects(1)).toHaveLength(1);
  });

  test('finds by polling what nobody told it of', async () => {
    await Promise.all([house.relay(), house.consumer()]);
    await changeMany(house.source, 2, 1);
    expect(await house.effects(2)).toHaveLength(2);
  });

  test('is woken by a process that does not own the lane', async () => {
    const published: string[] = [];
    const noting = (name: string): Transport => ({
      ...house.transport,
      publish: async (messages) =>
        void published.push(...messages.map(({ key }) => `${partitionOf(key, LANES)} ${name}`)),
    });
    const one = await house.relay(noting('one'));
    await house.relay(noting('other'));
    const keys = Array.from({ length: 60 }, (_, index) => `thing-${index}`);
    await eventually(async () => {
      published.length = 0;
      for (const key of keys) await house.source.change(key);
      one.wake();
      await eventually(async () => expect(await one.pending()).toBe(0));
      expect(published.filter((by) => by.endsWith('other')).length).toBeGreaterThan(0);
      const lanes = new Set(published.map((by) => by.split(' ')[0]));
      expect(new Set(published).size).toBe(lanes.size); // one owner each, once they have settled
    });
    const neighbour = new pg.Client({ connectionString: house.source.url });
    let told = 0;
    neighbour.on('notification', () => told++);
    await neighbour.connect();
    await neighbour.query('LISTEN messaging_outbox');
    await house.source.change('thing');
    one.wake();
    await eventually(() => expect(told).toBeGreaterThan(0));
    await neighbour.end();
  });

  test('does not touch what is in the lanes of another, however slow that is', async () => {
    const reached: [string[], string[]] = [[], []];
    const noting = (keys: string[], publish: Transport['publish']): Transport => ({
      ...house.transport,
      publish(messages) {
        keys.push(...messages.map(({ key }) => key));
        return publish(messages);
      },
    });
    const patience = new AbortController();
    const slow = async () => void (patience.signal.aborted || (await once(patience.signal, 'abort')));
    const relay = await house.relay(noting(reached[0], slow));
    await house.relay(noting(reached[1], async () => undefined));
    await eventually(async () => expect(await lanesByOwner(house)).toEqual([8, 8]));
    const messages = Array.from({ length: 60 }, (_, index) => messageOf(house.topic, `thing-${index}`));
    await house.source.transact((_, sql) => writeOutbox(sql, messages));
    relay.wake();
    await eventually(() => expect(new Set(reached.flat()).size).toBe(60)).finally(() => patience.abort());
    expect(reached.flat()).toHaveLength(60);
  });

  test('shares the lanes fairly with others and takes back those of one that is gone', async () => {
    await house.relay();
    await eventually(async () => expect(await lanesByOwner(house)).toEqual([LANES]));
    const second = await house.relay();
    await eventually(async () => expect(await lanesByOwner(house)).toEqual([8, 8]));
    await Promise.all([house.relay(), house.relay()]);
    await eventually(async () => expect(await lanesByOwner(house)).toEqual([4, 4, 4, 4]));
    await second.stop();
    await eventually(async () => expect(await lanesByOwner(house)).toEqual([4, 6, 6]));
  });

  test('publishes what was written early and committed late', async () => {
    const relay = await house.relay();
    await house.consumer();
    await house.source.transact(async (_, sql) => {
      await writeOutbox(sql, [messageOf(house.topic, 'early')]);
      await house.source.change('late');
      relay.wake();
      await house.effects(1);
    });
    relay.wake();
    expect((await house.effects(2)).map(({ key }) => key)).toEqual(['late', 'early']);
  });

  test('keeps what cannot be published, and publishes it in order when it can', async () => {
    const published: Message[] = [];
    let refusals = 5;
    const relay = await house.relay({
      ...house.transport,
      async publish(messages) {
        if (refusals-- > 0) throw new Error('no broker');
        published.push(...messages);
      },
    });
    for (let change = 0; change < 3; change++) await house.source.change('thing');
    relay.wake();
    await eventually(async () => expect(await relay.pending()).toBe(0));
    expect(published.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  test('publishes nothing while its session is lost, and goes on with another', async () => {
    const database = new URL(house.source.url).pathname.slice(1);
    const published: Message[] = [];
    const { log, heard } = listeningLog();
    const noting = {
      ...house.transport,
      publish: async (messages: readonly Message[]) => void published.push(...messages),
    };
    const relay = await house.relay(noting, log);
    await house.source.change('thing');
    relay.wake();
    await eventually(() => expect(published).toHaveLength(1));
    await onServer(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS false`);
    await onServer(END_RELAYS, [database]);
    await house.source.change('thing'); // by a connection that was there before
    relay.wake();
    await eventually(() => expect(heard).toContain('a part is away'));
    expect(published).toHaveLength(1);
    await onServer(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS true`);
    await eventually(() => expect(published.map(({ sequence }) => sequence)).toEqual([1, 2]));
  });

  test('stops at once while it waits for a broker', async () => {
    const relay = await house.relay({ ...house.transport, publish: () => Promise.reject(new Error('no broker')) });
    await house.source.change('thing');
    const started = Date.now();
    await relay.stop();
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(await relay.pending()).toBe(1);
  });
});

const END_RELAYS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fieldhouse relay' AND datname = $1`;

const LANES_BY_OWNER = `
  SELECT count(*) AS lanes FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND application_name = 'fieldhouse relay'
    AND datname = current_database() GROUP BY pid`;

async function lanesByOwner(house: House): Promise<number[]> {
  const { rows } = await house.source.pool.query(LANES_BY_OWNER);
  return rows.map(({ lanes }) => Number(lanes)).sort();
}
