import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { FIRST_CONNECTION_MILLISECONDS, REDIS_LIMITS } from '../key-value/redis.ts';
import type { Logger } from '../log.ts';
import { type Outage, watchOutage } from '../outages.ts';
import { ServiceUnavailable } from '../service-unavailable.ts';
import { type Audience, createAudience } from './listening.ts';
import type { Signal, Signals } from './signals.ts';

const CHANNEL = 'fieldhouse:signals';
const MISSED = 'missed';

/**
 * Signals among all processes, through Redis. Resolves when connected, or a few seconds later without. A process that had lost it tells its
 * listeners that they missed something.
 */
export async function redisSignals(url: string, log: Logger): Promise<Signals> {
  const outage = watchOutage(log, 'redis signals');
  const { Redis } = await import('ioredis'); // for those who have one
  const connect = (user: string, more: object = {}) =>
    watched(new Redis(url, { ...REDIS_LIMITS, autoResubscribe: false, ...more }), outage, user);
  const publisher = connect('sending');
  // Listening only: nothing is asked here, so nothing has to be answered in time. It subscribes anew by itself.
  const subscriber = connect('hearing', { commandTimeout: undefined, socketTimeout: undefined });
  const audience = createAudience(log);
  const heard = new Promise<void>((resolve) => {
    subscriber.on('ready', () => {
      void subscriber.subscribe(CHANNEL).then(
        () => {
          audience.missed();
          resolve();
        },
        (error: unknown) => outage.failed('hearing', error),
      );
    });
  });
  subscriber.on('message', (_, text) => tell(audience, text));
  const within = { signal: AbortSignal.timeout(FIRST_CONNECTION_MILLISECONDS) };
  await Promise.all([
    once(publisher, 'ready', within).catch(() => undefined),
    Promise.race([heard, once(within.signal, 'abort')]),
  ]);
  const send = async (text: string) => {
    try {
      await publisher.publish(CHANNEL, text);
    } catch (cause) {
      throw new ServiceUnavailable('redis', cause);
    }
  };
  return {
    publish: (signals) => send(JSON.stringify(signals)),
    publishMissed: () => send(MISSED),
    listen: audience.listen,
    stop: async () => {
      audience.stop();
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function watched(redis: Redis, outage: Outage, user: string): Redis {
  redis.on('error', (error) => outage.failed(user, error));
  redis.on('ready', () => outage.worked(user));
  return redis;
}

function tell(audience: Audience, text: string): void {
  const signals = text === MISSED ? null : parse(text);
  if (signals) audience.hear(signals);
  else audience.missed();
}

/** What cannot be read said something that was missed. */
function parse(text: string): Signal[] | null {
  try {
    const signals: unknown = JSON.parse(text);
    return Array.isArray(signals) ? signals : null;
  } catch {
    return null;
  }
}
