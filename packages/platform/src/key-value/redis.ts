import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Logger } from '../log.ts';
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
  tellConnection(redis, log);
  await once(redis, 'ready', { signal: AbortSignal.timeout(FIRST_CONNECTION_MILLISECONDS) }).catch(() => undefined);
  return withShortKeys(keysIn(redis));
}

function keysIn(redis: Redis): KeyValue {
  return {
    isShared: true,
    get: (key) => answer(redis.get(key)),
    set: async (key, value, ttlSeconds) => void (await answer(redis.set(key, value, 'PX', milliseconds(ttlSeconds)))),
    add: async (key, value, ttlSeconds) =>
      (await answer(redis.set(key, value, 'PX', milliseconds(ttlSeconds), 'NX'))) === 'OK',
    async increment(key, ttlSeconds) {
      const begin = redis.multi().set(key, 0, 'PX', milliseconds(ttlSeconds), 'NX');
      const results = await answer(begin.incr(key).exec());
      return Number(results?.[1]?.[1]);
    },
    secondsLeft: async (key) => Math.max(0, Math.ceil((await answer(redis.pttl(key))) / 1000)),
    async delete(...keys) {
      if (keys.length > 0) await answer(redis.del(...keys));
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

async function answer<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (cause) {
    throw new ServiceUnavailable('redis', cause);
  }
}

const milliseconds = (seconds: number) => Math.max(1, Math.round(seconds * 1000));

/** One line when Redis is lost and one when it is back, not one an attempt. */
function tellConnection(redis: Redis, log: Logger): void {
  let isLost = false;
  redis.on('error', (error) => {
    if (!isLost) log.warn({ error }, 'redis does not answer, trying again');
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) log.info({}, 'redis is back');
    isLost = false;
  });
}
