import { once } from 'node:events';
import type { Redis } from 'ioredis';
import type { Logger } from '../log.ts';
import { type Outage, watchOutage } from '../outages.ts';
import { ServiceUnavailable } from '../service-unavailable.ts';
import type { KeyValue } from './key-value.ts';
import { withShortKeys } from './short-keys.ts';

/** A request must not wait for a Redis that is gone, slow or frozen: it fails within a second, or at once. */
export const REDIS_LIMITS = {
  commandTimeout: 1_000,
  socketTimeout: 1_500,
  connectTimeout: 2_000,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 1_000),
};

export const FIRST_CONNECTION_MILLISECONDS = 5_000;

/**
 * The keys of all processes, in Redis. Resolves when connected, or a few seconds later without a connection: a service
 * whose Redis comes up after it must not crash, it is just not healthy yet.
 */
export async function redisKeyValue(url: string, log: Logger): Promise<KeyValue> {
  const { Redis } = await import('ioredis'); // for those who have one
  const redis = new Redis(url, { ...REDIS_LIMITS, keyPrefix: 'fieldhouse:' });
  const outage = watchOutage(log, 'redis');
  redis.on('error', (error) => outage.failed('connection', error));
  redis.on('ready', () => outage.worked('connection'));
  await once(redis, 'ready', { signal: AbortSignal.timeout(FIRST_CONNECTION_MILLISECONDS) }).catch(() => undefined);
  return withShortKeys(keysIn(redis, outage));
}

/** A script runs alone: nobody sees some of the numbers only. */
const RAISE = `
  for i = 1, #ARGV, 2 do
    local known = redis.call('HGET', KEYS[1], ARGV[i])
    if not known or tonumber(known) < tonumber(ARGV[i + 1]) then redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
  end`;

function keysIn(redis: Redis, outage: Outage): KeyValue {
  const answer = answering(outage);
  return {
    isShared: true,
    get: (key) => answer('get', redis.get(key)),
    set: async (key, value, ttlSeconds) =>
      void (await answer('set', redis.set(key, value, 'PX', milliseconds(ttlSeconds)))),
    add: async (key, value, ttlSeconds) =>
      (await answer('set', redis.set(key, value, 'PX', milliseconds(ttlSeconds), 'NX'))) === 'OK',
    async increment(key, ttlSeconds) {
      const begin = redis.multi().set(key, 0, 'PX', milliseconds(ttlSeconds), 'NX');
      const results = await answer('increment', begin.incr(key).exec());
      return Number(results?.[1]?.[1]);
    },
    secondsLeft: async (key) => Math.max(0, Math.ceil((await answer('get', redis.pttl(key))) / 1000)),
    async delete(...keys) {
      if (keys.length > 0) await answer('delete', redis.del(...keys));
    },
    numbers: async (key, names) =>
      names.length === 0
        ? []
        : (await answer('get', redis.hmget(key, ...names))).map((it) => (it === null ? null : Number(it))),
    allNumbers: async (key) =>
      new Map(Object.entries(await answer('get', redis.hgetall(key))).map(([name, it]) => [name, Number(it)])),
    async raiseNumbers(key, numbers) {
      if (numbers.size > 0) await answer('set', redis.eval(RAISE, 1, key, ...[...numbers].flat()));
    },
    async deleteNumbers(key, names) {
      if (names.length > 0) await answer('delete', redis.hdel(key, ...names));
    },
    healthy: () =>
      redis.ping().then(
        () => true,
        () => false,
      ),
    // Not waited for: a client that is between two attempts to connect never says that it ended.
    stop: async () => redis.disconnect(),
  };
}

/** Waits for replies; told apart by the kind of command, as a full Redis reads and does not write. */
const answering =
  (outage: Outage) =>
  async <T>(command: string, reply: Promise<T>): Promise<T> => {
    try {
      const replied = await reply;
      outage.worked(command);
      return replied;
    } catch (cause) {
      outage.failed(command, cause);
      throw new ServiceUnavailable('redis', cause);
    }
  };

const milliseconds = (seconds: number) => Math.max(1, Math.round(seconds * 1000));
