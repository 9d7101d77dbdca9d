import type { Transport } from '../../src/index.ts';
import { kill, startConsumerProcess } from '../support/child.ts';
import { onServer } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { changeMany, faultsIn, type House } from '../support/house.ts';
import { messageOf } from '../support/service.ts';

/** What becomes of messages when processes end. */
export const restarts = {
  async 'goes on where a consumer stopped'(house: House) {
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
  },

  async 'keeps for the next consumer what one gave up when it stopped'(house: House) {
    let isReached = false;
    const away = Object.assign(new Error('users is not available'), { code: 'SERVICE_UNAVAILABLE' });
    const react = () => {
      isReached = true;
      return Promise.reject(away);
    };
    const consumer = await house.consumer({ react });
    await house.transport.publish(Array.from({ length: 3 }, () => messageOf(house.topic, 'thing')));
    await eventually(() => expect(isReached).toBe(true));
    await consumer.stop(); // it waits for the users
    await house.consumer();
    expect(await house.effects(3)).toHaveLength(3);
  },

  async 'loses and doubles nothing when consumers are killed in the middle'(house: House) {
    const relay = await house.relay();
    const options = { where: house.where, group: house.group, topic: house.topic, url: house.sink.url };
    const first = startConsumerProcess(options);
    const writing = changeMany(house.source, 10, 60, relay.wake);
    await house.effects(50);
    const second = startConsumerProcess(options);
    await kill(first);
    await writing;
    await house.consumer();
    await kill(second);
    expect(faultsIn(await eventually(() => house.effects(600), 40_000), 10, 60)).toEqual([]);
  },

  async 'publishes again, and once in effect, when a relay ends between publishing and deleting'(house: House) {
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
  },
};

const END_RELAYS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fieldhouse relay' AND datname = $1`;
