import type { Message, Transport } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { changeMany, faultsIn, type House } from '../support/house.ts';
import { messageOf, noteEffects } from '../support/service.ts';

/** How members of a group, and relays of a service, share the work. */
export const sharing = {
  async 'delivers a message to one member of a group'(house: House) {
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
  },

  async 'shares the partitions between two members, and gives all to the one that stays'(house: House) {
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
  },

  async 'keeps the order of each key with two relays, and loses nothing when one of them goes'(house: House) {
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
  },
};
