import type { Message } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { changeMany, faultsIn, type House } from '../support/house.ts';
import { messageOf } from '../support/service.ts';

/** What arrives, how often and in which order. */
export const delivery = {
  async 'is healthy'(house: House) {
    expect(await house.transport.healthy()).toBe(true);
  },

  async 'carries a message whole'(house: House) {
    const message: Message = {
      ...messageOf(house.topic, 'thing-é'),
      sequence: 7,
      payload: { name: 'Zoë "The Wall" O’Neil \\ 日本', nested: [1, null, { deep: true }], odd: '\u0000\ud800' },
      headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    };
    const received: Message[] = [];
    const handle = async (batch: readonly Message[]) => void received.push(...batch);
    await house.transport.subscribe({ group: house.group, topics: [house.topic], handle });
    await house.transport.publish([message]);
    await eventually(() => expect(received).toEqual([message]));
  },

  async 'delivers every change once and in order for its key'(house: House) {
    const [relay] = await Promise.all([house.relay(), house.consumer()]);
    await changeMany(house.source, 20, 25, relay.wake);
    expect(faultsIn(await house.effects(500), 20, 25)).toEqual([]);
    await eventually(async () => expect(await relay.pending()).toBe(0));
  },

  async 'gives a new group everything from the beginning'(house: House) {
    const relay = await house.relay();
    await changeMany(house.source, 3, 5, relay.wake);
    await house.consumer();
    expect(faultsIn(await house.effects(15), 3, 5)).toEqual([]);
  },

  async 'gives every group every message'(house: House) {
    const [relay] = await Promise.all([
      house.relay(),
      house.consumer(),
      house.consumer({ group: `${house.group}-too` }),
    ]);
    await changeMany(house.source, 3, 5, relay.wake);
    expect(await house.effects(30)).toHaveLength(30);
  },

  async 'skips types that nobody reacts to'(house: House) {
    await house.consumer();
    const other = messageOf(house.topic, 'thing', 'ThingForgotten');
    const wanted = messageOf(house.topic, 'thing');
    await house.transport.publish([other, wanted]);
    expect((await house.effects(1)).map(({ id }) => id)).toEqual([wanted.id]);
  },

  async 'lets a message published again and again take effect once'(house: House) {
    await house.consumer();
    const again = Array.from({ length: 10 }, (_, index) => messageOf(house.topic, `thing-${index}`));
    await house.transport.publish([...again, ...again]);
    await house.transport.publish(again);
    await house.transport.publish([...again, messageOf(house.topic, 'last')]);
    for (const { key } of again) await house.transport.publish([messageOf(house.topic, key)]); // behind every repeat
    expect(await house.effects(21)).toHaveLength(21);
  },
};
