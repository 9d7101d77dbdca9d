import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Logger } from '../log.ts';
import { type Outage, watchOutage } from '../outages.ts';
import { ServiceUnavailable } from '../service-unavailable.ts';
import type { KeyValue } from './key-value.ts';
import { withShortKeys } from './short-keys.ts';

/** A request must not wait for a Redis that is gone, slow or frozen: it fails within a second, or at once. */
const limits = {
  commandTimeout: 1_000,
  socketTimeout: 1_500,
  connectTimeout: 2_000,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 1_000),
};

const FIRST_CONNECTION_MILLISECONDS = 5_000;

/**
 * The keys of all processes, in Redis. Resolves when connected, or a few seconds later without a connection: a service
 * whose Redis comes up after it must not crash, it is just not healthy yet.
 */
export async function redisKeyValue(url: string, log: Logger): Promise<KeyValue> {
  const redis = new Redis(url, { ...limits, keyPrefix: 'fieldhouse:' });
  const outage = watchOutage(log, 'redis');
  redis.on('error', (error) => outage.failed('connection', error));
  redis.on('ready', () => outage.worked('connection'));
  await once(redis, 'ready', { signal: AbortSignal.timeout(FIRST_CONNECTION_MILLISECONDS) }).catch(() => undefined);
  return withShortKeys(keysIn(redis, outage));
}

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
