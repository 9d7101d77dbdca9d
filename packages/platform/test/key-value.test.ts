import type { ChildProcess } from 'node:child_process';
import { createLogger, type KeyValue, type Logger, memoryKeyValue, redisKeyValue } from '../src/index.ts';
import { withShortKeys } from '../src/key-value/short-keys.ts';
import { freePort } from '../src/net/free-port.ts';
import { eventually } from './eventually.ts';
import { hasRedis, kill, startRedis } from './redis-server.ts';

const log = createLogger({ level: 'silent' });

/** What both must do. */
function conforms(open: () => Promise<KeyValue>): void {
  let store: KeyValue;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.stop());

  test('returns what was set, and null for what was not', async () => {
    await store.set('name', 'Riverside', 60);
    expect(await store.get('name')).toBe('Riverside');
    expect(await store.get('nothing')).toBeNull();
  });

  test('forgets a key when its time is over', async () => {
    await store.set('brief', 'here', 0.05);
    await eventually(async () => (await store.get('brief')) === null);
    expect(await store.add('brief', 'again', 60)).toBe(true);
  });

  test('adds a key once, also when raced', async () => {
    const added = await Promise.all(Array.from({ length: 20 }, (_, index) => store.add('nonce', String(index), 60)));
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await store.get('nonce')).toBe(String(added.indexOf(true)));
  });

  test('counts every increment, also when raced', async () => {
    const counts = await Promise.all(Array.from({ length: 20 }, () => store.increment('attempts', 60)));
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('does not extend a counter by counting', async () => {
    await store.increment('window', 100);
    await store.increment('window', 900);
    expect(await store.secondsLeft('window')).toBeLessThanOrEqual(100);
    expect(await store.secondsLeft('window')).toBeGreaterThan(90);
  });

  test('starts a counter anew when its window is over', async () => {
    await store.increment('burst', 0.05);
    await eventually(async () => (await store.secondsLeft('burst')) === 0);
    expect(await store.increment('burst', 60)).toBe(1);
  });

  test('keeps numbers together, and lowers none, also when raced', async () => {
    const raise = (number: number) => store.raiseNumbers('scores', new Map([['ada', number]]));
    await Promise.all(Array.from({ length: 20 }, (_, index) => raise(20 - index)));
    await store.raiseNumbers('scores', new Map(Object.entries({ bob: 2 ** 31 - 1, cyd: 0 })));
    expect(await store.numbers('scores', ['ada', 'nobody', 'bob', 'cyd'])).toEqual([20, null, 2 ** 31 - 1, 0]);
    await store.deleteNumbers('scores', ['bob', 'nobody']);
    expect([...(await store.allNumbers('scores'))].toSorted()).toEqual(Object.entries({ ada: 20, cyd: 0 }));
    expect([await store.numbers('none', ['ada']), [...(await store.allNumbers('none'))]]).toEqual([[null], []]);
  });

  test('deletes several keys at once, none included', async () => {
    await store.set('one', '1', 60);
    await store.set('two', '2', 60);
    await store.delete('one', 'two', 'three');
    await store.delete();
    expect([await store.get('one'), await store.get('two')]).toEqual([null, null]);
    expect(await store.secondsLeft('one')).toBe(0);
  });

  test('tells keys apart that differ at the end of a megabyte', async () => {
    const long = (end: string) => `failed:pair:${'x'.repeat(1_000_000)}${end}`;
    await store.set(long('a'), 'one', 60);
    await store.set(long('b'), 'other', 60);
    expect([await store.get(long('a')), await store.increment(long('c'), 60)]).toEqual(['one', 1]);
    await store.delete(long('a'));
    expect([await store.get(long('a')), await store.get(long('b'))]).toEqual([null, 'other']);
  });

  test('is healthy', async () => {
    expect(await store.healthy()).toBe(true);
  });
}

describe('keys in memory', () => {
  conforms(async () => memoryKeyValue());

  test('are kept under keys of bounded length', async () => {
    const kept: string[] = [];
    const memory = memoryKeyValue();
    const add: KeyValue['add'] = (key, ...rest) => {
      kept.push(key);
      return memory.add(key, ...rest);
    };
    const store = withShortKeys({ ...memory, add });
    for (const length of [200, 201, 900_000]) await store.add('x'.repeat(length), '1', 60);
    expect(kept.map((key) => key.length)).toEqual([200, 50, 50]);
    await memory.stop();
  });

  test('are of one process', () => {
    expect(memoryKeyValue().isShared).toBe(false);
  });
});

if (!hasRedis) test.skip('keys in Redis: NOT TESTED, there is no redis-server on this machine', () => undefined);
else {
  describe('keys in Redis', () => {
    let server: ChildProcess;
    let port: number;
    const url = () => `redis://127.0.0.1:${port}`;
    beforeAll(async () => {
      port = await freePort();
      server = await startRedis(port);
    });
    afterAll(() => kill(server));

    conforms(() => redisKeyValue(url(), log));

    test('are shared by processes', async () => {
      const [one, other] = await Promise.all([redisKeyValue(url(), log), redisKeyValue(url(), log)]);
      await one.set('ended', 'yes', 60);
      expect([one.isShared, await other.get('ended')]).toEqual([true, 'yes']);
      await Promise.all([one.stop(), other.stop()]);
    });

    test('fail fast and come back when Redis is killed and started again', async () => {
      const lines: string[] = [];
      const write = (_: object, message: string) => void lines.push(message);
      const hearing: Logger = { debug: write, info: write, warn: write, error: write, child: () => hearing };
      const store = await redisKeyValue(url(), hearing);
      await kill(server);
      for (let request = 0; request < 10; request++) await store.get('name').catch(() => undefined);
      await expect(store.get('name')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', service: 'redis' });
      expect(await store.healthy()).toBe(false);
      server = await startRedis(port);
      await eventually(() => store.healthy());
      expect(await store.get('name')).toBeNull();
      await eventually(() => lines.length > 1);
      expect(lines).toEqual(['a part is away', 'a part is back']);
      await store.stop();
    });

    test('do not hang on a Redis that froze', async () => {
      const store = await redisKeyValue(url(), log);
      server.kill('SIGSTOP');
      const asked = performance.now();
      await expect(store.get('name')).rejects.toThrow('redis is not available');
      expect(performance.now() - asked).toBeLessThan(3_000);
      server.kill('SIGCONT');
      await eventually(() => store.healthy());
      await store.stop();
    });
  });

  test('a Redis that is not there yet does not stop a start', async () => {
    const port = await freePort();
    const store = await redisKeyValue(`redis://127.0.0.1:${port}`, log);
    expect(await store.healthy()).toBe(false);
    const server = await startRedis(port);
    await eventually(() => store.healthy());
    await store.stop();
    await kill(server);
  });
}
