import { deadLetters, type Message, type Sql, type Transport } from '../src/index.ts';
import { kill, startConsumerProcess } from './support/child.ts';
import { onServer } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { changeMany, faultsIn, type House, startHouse } from './support/house.ts';
import type { Where } from './support/open-transport.ts';
import { messageOf, noteEffects } from './support/service.ts';

/** What every transport must do, with the outbox before it and the inbox behind it. */
export function describeTransport(name: string, place: () => Where | Promise<Where>): void {
  describe(name, () => {
    let where: Where;
    let house: House;
    beforeAll(async () => {
      where = await place();
    });
    beforeEach(async () => {
      house = await startHouse(where);
    });
    afterEach(() => house.stop());

    test('is healthy', async () => {
      expect(await house.transport.healthy()).toBe(true);
    });

    test('carries a message whole', async () => {
      const message: Message = {
        ...messageOf(house.topic, 'thing-é'),
        sequence: 7,
        payload: { name: 'Zoë "The Wall" O’Neil \\ 日本', nested: [1, null, { deep: true }], none: null },
        headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      };
      const received: Message[] = [];
      const handle = async (batch: readonly Message[]) => void received.push(...batch);
      await house.transport.subscribe({ group: house.group, topics: [house.topic], handle });
      await house.transport.publish([message]);
      await eventually(() => expect(received).toEqual([message]));
    });

    test('delivers every change once and in order for its key', async () => {
      const [relay] = await Promise.all([house.relay(), house.consumer()]);
      await changeMany(house.source, 20, 25, relay.wake);
      expect(faultsIn(await house.effects(500), 20, 25)).toEqual([]);
      await eventually(async () => expect(await relay.pending()).toBe(0));
    });

    test('gives a new group everything from the beginning', async () => {
      await house.relay();
      await changeMany(house.source, 3, 5);
      await house.consumer();
      expect(faultsIn(await house.effects(15), 3, 5)).toEqual([]);
    });

    test('gives every group every message', async () => {
      await Promise.all([house.relay(), house.consumer(), house.consumer({ group: `${house.group}-too` })]);
      await changeMany(house.source, 3, 5);
      expect(await house.effects(30)).toHaveLength(30);
    });

    test('skips types that nobody reacts to', async () => {
      await house.consumer();
      const other = messageOf(house.topic, 'thing', 'ThingForgotten');
      const wanted = messageOf(house.topic, 'thing');
      await house.transport.publish([other, wanted]);
      expect((await house.effects(1)).map(({ id }) => id)).toEqual([wanted.id]);
    });

    test('lets a message published again and again take effect once', async () => {
      await house.consumer();
      const again = Array.from({ length: 10 }, (_, index) => messageOf(house.topic, `thing-${index}`));
      await house.transport.publish([...again, ...again]);
      await house.transport.publish(again);
      await house.transport.publish([...again, messageOf(house.topic, 'last')]);
      for (const { key } of again) await house.transport.publish([messageOf(house.topic, key)]); // behind every repeat
      expect(await house.effects(21)).toHaveLength(21);
    });

    test('sets a poisonous message aside and takes in the others', async () => {
      const poisonous = (message: Message) => message.key === 'thing-1' && message.sequence === 3;
      const [relay] = await Promise.all([house.relay(), house.consumer({ react: refusing(poisonous) })]);
      await changeMany(house.source, 3, 5, relay.wake);
      expect(await house.effects(14)).toHaveLength(14);
      const [letter, ...more] = await eventually(() => listed(house, 1));
      expect(more).toEqual([]);
      expect(letter).toMatchObject({
        consumer: house.group,
        message: { key: 'thing-1', sequence: 3, type: 'ThingChanged' },
        error: 'poison',
        replayedAt: null,
      });
    });

    test('replays a dead letter once, through the same reaction, when asked', async () => {
      let isCured = false;
      await house.consumer({ react: refusing(() => !isCured) });
      const message = { ...messageOf(house.topic, 'thing'), payload: { name: 'Ada' } };
      await house.transport.publish([message]);
      await eventually(() => listed(house, 1));
      const letters = deadLetters(house.sink.pool);
      expect(await letters.replay('all')).toBe(1);
      await eventually(async () =>
        expect((await letters.list())[0]).toMatchObject({ attempts: 3, replayRequestedAt: null }),
      );
      isCured = true;
      expect(await letters.replay([message.id])).toBe(1);
      await house.effects(1);
      await eventually(async () => expect(await letters.list()).toEqual([]));
      expect(await letters.list({ replayed: true })).toMatchObject([{ message, replayedAt: expect.any(Date) }]);
      expect(await letters.replay('all')).toBe(0);
      await house.transport.publish([message, messageOf(house.topic, 'thing')]); // a late repeat is still a repeat
      expect((await house.effects(2)).filter(({ id }) => id === message.id)).toHaveLength(1);
    });

    test('goes on where a consumer stopped', async () => {
      const relay = await house.relay();
      const first = await house.consumer();
      await changeMany(house.source, 5, 4, relay.wake);
      await first.stop();
      await house.consumer();
      await house.effects(20);
      await house.source.change('thing-0');
      relay.wake();
      const effects = await house.effects(21);
      expect([effects.length, effects.at(-1)]).toMatchObject([21, { key: 'thing-0', sequence: 5 }]);
    });

    test('loses and doubles nothing when consumers are killed in the middle', async () => {
      const relay = await house.relay();
      const options = { where, group: house.group, topic: house.topic, url: house.sink.url };
      const children = [startConsumerProcess(options)];
      const writing = changeMany(house.source, 10, 60, relay.wake);
      await house.effects(50);
      children.push(startConsumerProcess(options));
      await kill(children[0] as (typeof children)[0]);
      await writing;
      await house.consumer();
      await kill(children[1] as (typeof children)[0]);
      expect(faultsIn(await eventually(() => house.effects(600), 40_000), 10, 60)).toEqual([]);
    }, 60_000);

    test('delivers a message to one member of a group', async () => {
      const received: [string[], string[]] = [[], []];
      for (const ids of received) {
        const handle = async (batch: readonly Message[]) => void ids.push(...batch.map(({ id }) => id));
        const member = await house.another();
        await member.subscribe({ group: house.group, topics: [house.topic], handle });
      }
      await eventually(async () => {
        const messages = Array.from({ length: 24 }, (_, index) => messageOf(house.topic, `thing-${index}`));
        await house.transport.publish(messages);
        const got = () => messages.flatMap(({ id }) => received.flatMap((ids) => ids.filter((one) => one === id)));
        await eventually(() => expect(got().length).toBeGreaterThanOrEqual(24));
        expect(received.filter((ids) => messages.some(({ id }) => ids.includes(id)))).toHaveLength(2);
        expect(got()).toHaveLength(24); // while members come, a message may be delivered to both
      });
    }, 60_000);

    test('shares the partitions between two members, and gives all to the one that stays', async () => {
      const relay = await house.relay();
      const taken = [0, 0];
      const member = async (index: number) =>
        house.consumer({
          transport: await house.another(),
          react: async (messages, tx, sql) => {
            await noteEffects(messages, tx, sql);
            taken[index] = (taken[index] ?? 0) + messages.length;
          },
        });
      const first = await member(0);
      let rounds = 0;
      const round = async () => {
        await changeMany(house.source, 24, 1, relay.wake);
        await house.effects(++rounds * 24);
      };
      await round();
      expect(taken[1]).toBe(0);
      await member(1);
      await eventually(async () => {
        taken.fill(0);
        await round();
        expect(Math.min(...taken)).toBeGreaterThan(0);
      });
      await first.stop();
      taken.fill(0);
      await round();
      expect(taken).toEqual([0, 24]);
      expect(faultsIn(await house.effects(rounds * 24), 24, rounds)).toEqual([]);
    }, 60_000);

    test('publishes again, and once in effect, when a relay ends between publishing and deleting', async () => {
      await house.consumer();
      let published = 0;
      const deadly: Transport = {
        ...house.transport,
        async publish(messages) {
          await house.transport.publish(messages);
          published += messages.length;
          if (published < 400) await onServer(END_RELAYS, [new URL(house.source.url).pathname.slice(1)]);
        },
      };
      const relay = await house.relay(deadly);
      await changeMany(house.source, 10, 20, relay.wake);
      expect(faultsIn(await house.effects(200), 10, 20)).toEqual([]);
      await eventually(async () => expect(await relay.pending()).toBe(0));
      expect(published).toBeGreaterThanOrEqual(400);
    });

    test('keeps the order of each key with two relays, and loses nothing when one of them goes', async () => {
      await house.consumer();
      const counts = [0, 0];
      const counting = (index: number): Transport => ({
        ...house.transport,
        publish: (messages) => {
          counts[index] = (counts[index] ?? 0) + messages.length;
          return house.transport.publish(messages);
        },
      });
      const [one, other] = await Promise.all([house.relay(counting(0)), house.relay(counting(1))]);
      await changeMany(house.source, 24, 20, one.wake);
      await house.effects(480);
      const going = one.stop();
      await changeMany(house.source, 24, 20, other.wake);
      await going;
      expect(faultsIn(await house.effects(960), 24, 40)).toEqual([]);
      expect(Math.min(...counts)).toBeGreaterThan(0);
    });
  });
}

const END_RELAYS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fieldhouse relay' AND datname = $1`;

const refusing =
  (isPoison: (message: Message) => boolean) =>
  async (messages: readonly Message[], tx: unknown, sql: Sql): Promise<void> => {
    if (messages.some(isPoison)) throw new Error('poison');
    await noteEffects(messages, tx, sql);
  };

async function listed(house: House, count: number) {
  const letters = await deadLetters(house.sink.pool).list();
  expect(letters).toHaveLength(count);
  return letters;
}
