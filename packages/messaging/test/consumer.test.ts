import pg from 'pg';
import { deadLetters, type Message, purgeInbox, type Sql } from '../src/index.ts';
import { newDatabase, onServer } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { changeMany, faultsIn, type House, startHouse } from './support/house.ts';
import { messageOf, noteEffects } from './support/service.ts';

describe('a consumer', () => {
  let house: House;
  beforeEach(async () => {
    house = await startHouse({ bus: await newDatabase('bus') });
  });
  afterEach(() => house.stop());

  const letters = () => deadLetters(house.sink.pool).list();
  const publish = (count: number, type?: string) => {
    const messages = Array.from({ length: count }, () => messageOf(house.topic, 'thing', type));
    return house.transport.publish(messages).then(() => messages);
  };

  test('hands over runs of one type, in order', async () => {
    const runs: string[][] = [];
    const react = async (messages: readonly Message[]) => void runs.push(messages.map(({ type }) => type));
    const types = ['ThingMade', 'ThingChanged', 'ThingChanged', 'ThingMade'];
    await house.transport.publish(types.map((type) => messageOf(house.topic, 'thing', type)));
    await house.consumer({ types: ['ThingMade', 'ThingChanged'], react });
    await eventually(() => expect(runs).toEqual([['ThingMade'], ['ThingChanged', 'ThingChanged'], ['ThingMade']]));
  });

  test('takes in a batch as one transaction', async () => {
    const transactions: unknown[] = [];
    await publish(200);
    await house.consumer({
      transact: (work) => {
        transactions.push(work);
        return house.sink.transact(work);
      },
    });
    await house.effects(200);
    expect(transactions).toHaveLength(1);
  });

  test('commits what it announces in turn with the effects, or not at all', async () => {
    let attempts = 0;
    const react = async (messages: readonly Message[], tx: unknown, sql: Sql) => {
      await noteEffects(messages, tx, sql);
      if (attempts++ < 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    };
    await house.consumer({ react });
    await publish(1);
    expect(await house.effects(1)).toHaveLength(1);
    expect(attempts).toBe(2);
  });

  test('tries again, for long, what failed because two transactions met', async () => {
    let attempts = 0;
    const react = async (messages: readonly Message[], tx: unknown, sql: Sql) => {
      if (attempts++ < 5)
        throw Object.assign(new Error('failed'), {
          meta: { driverAdapterError: { cause: { originalCode: '40001' } } },
        });
      await noteEffects(messages, tx, sql);
    };
    await house.consumer({ react });
    await publish(1);
    await house.effects(1);
    expect(await letters()).toEqual([]);
  });

  test('waits for its database and blames no message for it', async () => {
    const database = new URL(house.sink.url).pathname.slice(1);
    const relay = await house.relay();
    let attempts = 0;
    await house.consumer({
      transact: (work) => {
        attempts++;
        return house.sink.transact(work);
      },
    });
    await changeMany(house.source, 5, 2, relay.wake);
    await house.effects(10);
    await onServer(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS false`);
    await onServer('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
    attempts = 0;
    await changeMany(house.source, 5, 2, relay.wake);
    await eventually(() => expect(attempts).toBeGreaterThan(4));
    await onServer(`ALTER DATABASE "${database}" ALLOW_CONNECTIONS true`);
    expect(faultsIn(await house.effects(20), 5, 4)).toEqual([]);
    expect(await letters()).toEqual([]);
  });

  test('waits for another service that its reaction asks', async () => {
    let attempts = 0;
    const react = async (messages: readonly Message[], tx: unknown, sql: Sql) => {
      if (attempts++ < 4) throw Object.assign(new Error('users is not available'), { code: 'SERVICE_UNAVAILABLE' });
      await noteEffects(messages, tx, sql);
    };
    await house.consumer({ react });
    await publish(3);
    expect(await house.effects(3)).toHaveLength(3);
    expect(await letters()).toEqual([]);
  });

  test('keeps its own dead letters apart from those of another group', async () => {
    const react = () => Promise.reject(new Error('poison'));
    await Promise.all([house.consumer({ react }), house.consumer({ group: `${house.group}-too`, react })]);
    const [message] = await publish(1);
    await eventually(async () => expect(await letters()).toHaveLength(2));
    expect(await deadLetters(house.sink.pool).replay([message?.id ?? ''])).toBe(2);
  });

  test('sets aside many poisonous messages without keeping the others waiting long', async () => {
    const react = async (messages: readonly Message[], tx: unknown, sql: Sql) => {
      if (messages.some(({ type }) => type === 'Poison')) throw new Error('poison');
      await noteEffects(messages, tx, sql);
    };
    await publish(100, 'Poison');
    await publish(1);
    await house.consumer({ react, types: ['Poison', 'ThingChanged'] });
    expect(await house.effects(1)).toHaveLength(1);
    expect(await letters()).toHaveLength(100);
  });

  test('lets a dead letter forget whoever is to be forgotten, before it came or by itself', async () => {
    const erasure = {
      subjectOf: ({ type, payload }: Pick<Message, 'type' | 'payload'>) =>
        type === 'Forget' ? (payload as { of: string }).of : undefined,
      erase: ({ payload }: Pick<Message, 'payload'>) => ({ ...(payload as object), name: 'Former member' }),
    };
    const react = async (messages: readonly Message[]) => {
      for (const { payload } of messages) {
        const { name } = payload as { name?: string };
        if (name) throw new Error(`poison: ${name}`);
      }
    };
    await house.consumer({ react, erasure, types: ['ThingChanged', 'Forget'] });
    const about = (of: string, type: string, more: object) => ({
      ...messageOf(house.topic, 'thing', type),
      payload: { of, ...more },
    });
    await house.transport.publish([
      about('ada', 'Forget', {}),
      about('ada', 'ThingChanged', { name: 'Ada' }),
      about('grace', 'Forget', { name: 'Grace' }),
    ]);
    await eventually(async () => expect(await letters()).toHaveLength(2));
    await eventually(async () => expect(JSON.stringify(await letters())).not.toMatch(/Ada|Grace/));
  });

  test('forgets messages seen long ago, and only those', async () => {
    await house.consumer();
    const [old] = await publish(2);
    await house.effects(2);
    await house.sink.pool.query(
      `UPDATE messaging.inbox SET seen_at = now() - interval '15 days' WHERE message_id = $1`,
      [old?.id],
    );
    expect(await purgeInbox(house.sink.pool, house.group, 14)).toBe(0); // so far there was no day to read everything
    await caughtUpOn(0, 1, 2);
    expect(await purgeInbox(house.sink.pool, house.group, 14)).toBe(1);
    expect((await house.sink.pool.query('SELECT FROM messaging.inbox')).rowCount).toBe(1);
  });

  test('recognises what comes again after a long closure', async () => {
    const open = await house.consumer();
    const [message] = await publish(1);
    await house.effects(1);
    await caughtUpOn(15, 16, 17, 18);
    await open.stop();
    await house.sink.pool.query("UPDATE messaging.inbox SET seen_at = now() - interval '15 days'");
    await onBus('UPDATE bus.group_offset SET next_offset = 0'); // the commit was lost
    await house.consumer();
    await house.transport.publish([message as Message, messageOf(house.topic, 'thing')]); // and the outbox's delete
    expect(await house.effects(2)).toHaveLength(2);
    await eventually(async () =>
      expect(await house.transport.isCaughtUp({ group: house.group, topics: [house.topic] })).toBe(true),
    );
  });

  const caughtUpOn = (...daysAgo: number[]) =>
    house.sink.pool.query(
      `INSERT INTO messaging.caught_up SELECT $1, current_date - day FROM unnest($2::int[]) AS day ON CONFLICT DO NOTHING`,
      [house.group, daysAgo],
    );

  async function onBus(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: (house.where as { bus: string }).bus });
    await client.connect();
    await client.query(text);
    await client.end();
  }
});
