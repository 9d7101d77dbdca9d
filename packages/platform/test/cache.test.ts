import type { ChildProcess } from 'node:child_process';
import {
  type Cache,
  type CacheOptions,
  createLogger,
  freePort,
  memoryKeyValue,
  memorySignals,
  openCache,
  redisKeyValue,
  redisSignals,
} from '../src/index.ts';
import { eventually } from './eventually.ts';
import { hasRedis, kill, startRedis } from './redis-server.ts';

const log = createLogger({ level: 'silent' });
const LONG = { freshMs: 60_000, staleMs: 60_000 };
const signal = (id: string) => ({ type: 'ClubUpdated', id, version: 2 });
let names = 0;

/** A load that counts, and answers when it is let go. */
function counting<T>(answer: T, until: Promise<unknown> = Promise.resolve()) {
  const loads = { count: 0 };
  const load = async () => {
    loads.count++;
    await until;
    return answer;
  };
  return { loads, load };
}

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

describe('a cache in memory', () => {
  const signals = memorySignals(log);
  const opened: Cache[] = [];
  const open = async (options: Partial<CacheOptions> = {}) => {
    const cache = await openCache({ name: `test-${names++}`, store: memoryKeyValue(), signals, log, ...options });
    opened.push(cache);
    return cache;
  };
  afterAll(() => {
    for (const cache of opened) cache.stop();
    return signals.stop();
  });

  test('loads once for all who wait for a key, and not again while the answer is fresh', async () => {
    const { cached, use } = await open();
    const { opened: until, open: letGo } = gate();
    const { loads, load } = counting({ name: 'Riverside' }, until);
    const asked = Array.from({ length: 50 }, () => cached('club', LONG, load));
    letGo();
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 50 }, () => ({ name: 'Riverside' })));
    await cached('club', LONG, load);
    expect(loads.count).toBe(1);
    expect(use()).toEqual({ asked: 51, loaded: 1 });
  });

  test('hands out answers that nobody can change for others', async () => {
    const { cached } = await open();
    const first = await cached('club', LONG, async () => ({ name: 'Riverside' }));
    first.name = 'Mine';
    expect(await cached('club', LONG, async () => ({ name: '' }))).toEqual({ name: 'Riverside' });
  });

  test('keeps that there is nothing', async () => {
    const { cached } = await open();
    const { loads, load } = counting(null);
    expect([await cached('gone', LONG, load), await cached('gone', LONG, load), loads.count]).toEqual([null, null, 1]);
  });

  test('gives a stale answer at once while one new is loaded', async () => {
    const { cached } = await open();
    const stale = { freshMs: 0, staleMs: 60_000 };
    await cached('club', stale, async () => 'old');
    const { opened: until, open: letGo } = gate();
    const { loads, load } = counting('new', until);
    expect([await cached('club', stale, load), await cached('club', stale, load)]).toEqual(['old', 'old']);
    expect(loads.count).toBe(1);
    letGo();
    await eventually(async () => (await cached('club', LONG, load)) === 'new');
  });

  test('keeps the stale answer when it cannot be renewed, and no error', async () => {
    const { cached } = await open();
    const stale = { freshMs: 0, staleMs: 60_000 };
    const fail = async () => {
      throw new Error('away');
    };
    await expect(cached('club', stale, fail)).rejects.toThrow('away');
    expect(await cached('club', stale, async () => 'here')).toBe('here');
    expect(await cached('club', stale, fail)).toBe('here');
    expect(await cached('club', stale, async () => 'again')).toBe('here');
  });

  test('ends a load that hangs, and tells it', async () => {
    const { cached } = await open({ loadTimeoutMs: 20 });
    let wasTold = false;
    const hang = (within: AbortSignal) =>
      new Promise<never>(() => within.addEventListener('abort', () => (wasTold = true)));
    await expect(cached('club', LONG, hang)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(wasTold).toBe(true);
    expect(await cached('club', LONG, async () => 'here')).toBe('here');
  });

  test('loads only so much at once', async () => {
    const { cached } = await open({ maxLoads: 2 });
    const { opened: until, open: letGo } = gate();
    const { loads, load } = counting('here', until);
    const asked = [cached('a', LONG, load), cached('b', LONG, load)];
    await eventually(() => loads.count === 2);
    await expect(cached('c', LONG, load)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    letGo();
    expect(await Promise.all(asked)).toEqual(['here', 'here']);
    expect(await cached('c', LONG, load)).toBe('here');
  });

  test.each([
    ['its key', 'club'],
    ['a tag', 'clb_1'],
  ])('forgets an answer by %s', async (_, tag) => {
    const cache = await open();
    const { loads, load } = counting('here');
    const tagged = { ...LONG, tags: ['clb_1'] };
    await cache.cached('club', tagged, load);
    await cache.invalidate(tag);
    await cache.cached('club', tagged, load);
    await cache.invalidate('another');
    await cache.cached('club', tagged, load);
    expect(loads.count).toBe(2);
  });

  test('forgets what a signal names, and everything when signals were missed', async () => {
    const { cached } = await open();
    const ask = (answer: string) => cached('club', { ...LONG, tags: ['clb_1'] }, async () => answer);
    await ask('first');
    await signals.publish([signal('clb_1')]);
    await eventually(async () => (await ask('second')) === 'second');
    await signals.publish([signal('clb_2')]);
    expect(await ask('third')).toBe('second');
    await signals.publishMissed();
    await eventually(async () => (await ask('third')) === 'third');
  });

  test('does not keep what began to load before it was ended', async () => {
    const cache = await open();
    const { opened: until, open: letGo } = gate();
    const { loads, load } = counting('old', until);
    const asked = cache.cached('club', LONG, load);
    await eventually(() => loads.count === 1);
    await cache.invalidate('club');
    const after = cache.cached('club', LONG, async () => 'new');
    letGo();
    expect([await asked, await after]).toEqual(['old', 'new']);
    expect(await cache.cached('club', LONG, load)).toBe('new');
  });

  test('holds so many bytes: what was not asked for the longest goes first', async () => {
    const { cached } = await open({ maxBytes: 5_000 });
    const { loads, load } = counting('x'.repeat(500));
    for (let i = 0; i < 5; i++) await cached(`key ${i}`, LONG, load);
    await cached('key 4', LONG, load);
    expect(loads.count).toBe(5);
    await cached('key 0', LONG, load);
    expect(loads.count).toBe(6);
    const huge = counting('x'.repeat(50_000));
    await cached('huge', LONG, huge.load);
    await cached('huge', LONG, huge.load);
    expect(huge.loads.count).toBe(2);
  });
});

(hasRedis ? describe : describe.skip)('a cache that processes share', () => {
  let port: number;
  let server: ChildProcess;
  beforeAll(async () => {
    port = await freePort();
    server = await startRedis(port);
  });
  afterAll(() => kill(server));

  /** Two processes' caches of one name. */
  async function both() {
    const url = `redis://127.0.0.1:${port}`;
    const name = `shared-${names++}`;
    const open = async () => {
      const [store, signals] = [await redisKeyValue(url, log), await redisSignals(url, log)];
      return { store, signals, cache: await openCache({ name, store, signals, log }) };
    };
    const opened = [await open(), await open()] as const;
    const stop = () => Promise.all(opened.flatMap(({ store, signals }) => [store.stop(), signals.stop()]));
    return { here: opened[0].cache, there: opened[1].cache, stop };
  }

  test('takes from Redis what another process loaded, and forgets when another forgets', async () => {
    const { here, there, stop } = await both();
    let key = 'club';
    // What it keeps in Redis it does not wait for: another key for each look.
    await eventually(async () => {
      key += '.';
      await here.cached(key, LONG, async () => 'first');
      return (await there.cached(key, LONG, async () => 'loaded too early')) === 'first';
    });
    await there.invalidate(key);
    await eventually(async () => (await here.cached(key, LONG, async () => 'second')) === 'second');
    await stop();
  });

  test('loads itself while Redis is away', async () => {
    const { here, stop } = await both();
    await kill(server);
    const { loads, load } = counting('here');
    expect(await here.cached('club', LONG, load)).toBe('here');
    expect(await here.cached('club', LONG, load)).toBe('here');
    expect(loads.count).toBe(1);
    server = await startRedis(port);
    await stop();
  });
});
