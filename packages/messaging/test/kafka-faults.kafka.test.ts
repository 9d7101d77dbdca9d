import { kafkaTransport, type Message, type Transport } from '../src/index.ts';
import { log, uniqueName } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { changeMany, faultsIn, type House, startHouse } from './support/house.ts';
import { brokerPort, brokers, control } from './support/kafka-control.ts';
import { type KafkaProxy, startKafkaProxy } from './support/kafka-proxy.ts';
import { listeningLog } from './support/listening-log.ts';
import { messageOf } from './support/service.ts';

const ENOUGH_FOR_A_FAILURE = 4; // one send and its three repeats

describe('acknowledgements lost after the append', () => {
  let proxy: KafkaProxy;
  beforeEach(async () => {
    proxy = await startKafkaProxy(brokers()[0] ?? '');
  });
  afterEach(() => proxy.stop());

  test('do not make Kafka drop what is sent next', async () => {
    const topic = uniqueName('fieldhouse.things.thing');
    const transport = await kafkaTransport({ brokers: [proxy.address], clientId: 'fieldhouse-test', log });
    const [a, b, c, d] = Array.from({ length: 4 }, () => messageOf(topic, 'thing')) as [
      Message,
      Message,
      Message,
      Message,
    ];
    await transport.publish([a]);
    proxy.loseAcknowledgements(ENOUGH_FOR_A_FAILURE);
    await expect(transport.publish([b])).rejects.toThrow();
    expect(proxy.lost()).toBe(ENOUGH_FOR_A_FAILURE);
    await transport.publish([c]);
    await transport.publish([d]);
    const ids = await eventually(() => stored(transport, topic, d.id));
    expect(ids).toEqual(expect.arrayContaining([a.id, b.id, c.id, d.id]));
    await transport.stop();
  }, 60_000);

  test('lose and double nothing between two services', async () => {
    const house = await startHouse({ brokers: [proxy.address] });
    const [relay] = await Promise.all([house.relay(), house.consumer()]);
    for (let round = 0; round < 5; round++) {
      proxy.loseAcknowledgements(ENOUGH_FOR_A_FAILURE + round);
      await changeMany(house.source, 10, 10, relay.wake);
    }
    expect(faultsIn(await eventually(() => house.effects(500), 40_000), 10, 50)).toEqual([]);
    await house.stop();
  }, 60_000);
});

describe('a commit that is lost', () => {
  test('is made again although nothing more comes, and doubles nothing', async () => {
    const proxy = await startKafkaProxy(brokers()[0] ?? '');
    const house = await startHouse({ brokers: [proxy.address] });
    const [relay] = await Promise.all([house.relay(), house.consumer()]);
    proxy.refuseCommits(ENOUGH_FOR_A_FAILURE + 3);
    await changeMany(house.source, 6, 3, relay.wake);
    expect(faultsIn(await eventually(() => house.effects(18), 40_000), 6, 3)).toEqual([]);
    await eventually(() => expect(proxy.lost()).toBe(ENOUGH_FOR_A_FAILURE + 3), 60_000);
    const reader = { group: house.group, topics: [house.topic] };
    await eventually(async () => expect(await house.transport.isCaughtUp(reader)).toBe(true), 60_000);
    expect(await house.effects(18)).toHaveLength(18);
    await house.stop();
    await proxy.stop();
  }, 150_000);
});

describe('a topic that is there already', () => {
  test('is used as it is, and told of once where it differs', async () => {
    const topic = uniqueName('fieldhouse.things.thing');
    const first = await kafkaTransport({ brokers: brokers(), clientId: 'fieldhouse-test', partitions: 3, log });
    await first.publish([messageOf(topic, 'thing')]);
    await first.stop();
    const lines: object[] = [];
    const write = (fields: object, message: string) => void lines.push({ message, ...fields });
    const hearing = { debug: () => undefined, info: write, warn: write, error: write, child: () => hearing };
    const options = { brokers: brokers(), clientId: 'fieldhouse-test', log: hearing };
    const second = await kafkaTransport({ ...options, replicationFactor: 3, minInSyncReplicas: 2 });
    for (let time = 0; time < 2; time++) await second.publish([messageOf(topic, 'thing')]);
    await second.stop();
    const message = 'topic differs from the configuration';
    expect(lines).toEqual([
      { message, topic, setting: 'partitions', found: 3, expected: 6 },
      { message, topic, setting: 'replication factor', found: 1, expected: 3 },
      { message, topic, setting: 'min.insync.replicas', found: 1, expected: 2 },
    ]);
  });
});

describe('a clock that is two days ahead', () => {
  test('keeps nothing from being announced', async () => {
    const topic = uniqueName('fieldhouse.things.thing');
    const transport = await kafkaTransport({ brokers: brokers(), clientId: 'fieldhouse-test', log });
    const { now } = Date;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 2 * 86_400_000);
    const message = messageOf(topic, 'thing');
    await transport.publish([message]).finally(() => clock.mockRestore());
    expect(await eventually(() => stored(transport, topic, message.id))).toEqual([message.id]);
    await transport.stop();
  });
});

describe('a broker', () => {
  let house: House;
  beforeEach(async () => {
    house = await startHouse({ brokers: brokers() });
  });
  afterEach(() => house.stop());

  test('that is killed and comes back costs nothing but time', async () => {
    const [relay] = await Promise.all([house.relay(), house.consumer()]);
    await changeMany(house.source, 10, 5, relay.wake);
    await control('kill');
    await changeMany(house.source, 10, 5, relay.wake); // nobody who writes notices
    expect(await relay.pending()).toBeGreaterThan(0);
    await control('up', brokerPort());
    await changeMany(house.source, 10, 5, relay.wake);
    expect(faultsIn(await eventually(() => house.effects(150), 90_000), 10, 15)).toEqual([]);
    await eventually(async () => expect([await relay.pending(), await house.transport.healthy()]).toEqual([0, true]));
  }, 150_000);

  test('that is away when a service starts is found when it comes', async () => {
    await control('kill');
    const transport = await house.another();
    expect(await transport.healthy()).toBe(false);
    const relay = await house.relay(transport);
    await house.consumer({ transport });
    await changeMany(house.source, 3, 3, relay.wake);
    await control('up', brokerPort());
    expect(faultsIn(await eventually(() => house.effects(9), 90_000), 3, 3)).toEqual([]);
  }, 150_000);

  test('that freezes and thaws costs nothing but time', async () => {
    const { log: hearing, heard } = listeningLog();
    const transport = await kafkaTransport({ brokers: brokers(), clientId: 'fieldhouse-test', log: hearing });
    const [relay] = await Promise.all([house.relay(transport), house.consumer()]);
    await changeMany(house.source, 10, 5, relay.wake);
    await control('freeze');
    await changeMany(house.source, 10, 5, relay.wake);
    const isNoticed = () => expect(heard.join()).toMatch(/timed out|send failed/);
    await eventually(isNoticed, 40_000).finally(() => control('thaw'));
    expect(faultsIn(await eventually(() => house.effects(100), 90_000), 10, 10)).toEqual([]);
    await relay.stop();
    await transport.stop();
  }, 150_000);
});

/** The ids on a topic, in order, once the last of them is there. */
async function stored(transport: Transport, topic: string, last: string): Promise<string[]> {
  const ids: string[] = [];
  const handle = async (batch: readonly Message[]) => void ids.push(...batch.map(({ id }) => id));
  const { stop } = await transport.subscribe({ group: uniqueName('reader'), topics: [topic], handle });
  await eventually(() => expect(ids).toContain(last));
  await stop();
  return ids;
}
