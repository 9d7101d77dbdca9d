import { deadLetters, type Message, type Sql } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { changeMany, type House } from '../support/house.ts';
import { messageOf, noteEffects } from '../support/service.ts';

/** What becomes of messages that cannot be worked with. */
export const poison = {
  async 'sets a poisonous message aside and takes in the others'(house: House) {
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
  },

  async 'replays a dead letter once, through the same reaction, when asked'(house: House) {
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
  },
};

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
