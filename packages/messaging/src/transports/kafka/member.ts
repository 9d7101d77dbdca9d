import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@fieldhouse/platform';
import type { Consumer, Kafka } from 'kafkajs';
import type { Subscription } from '../../transport.ts';
import { backoff, pause } from '../../waiting/backoff.ts';
import { consumeBatch } from './each-batch.ts';
import type { Topics } from './topics.ts';

/** One member of a group at work. */
export interface Member {
  /** Since the broker last answered it. */
  silentMilliseconds(): number;
  stop(): Promise<void>;
}

const DEAD_AFTER_MILLISECONDS = 60_000;
const WATCH_MILLISECONDS = 1_000;
const DISCONNECT_MILLISECONDS = 10_000;

interface Membership {
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly subscription: Subscription;
  readonly log: Logger;
}

/** Starts a member. It is known to its group when this resolves, or, where Kafka is away, once that is back. */
export async function startMember(membership: Membership): Promise<Member> {
  const stopping = new AbortController();
  const pulse = { at: Date.now() };
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const done = keepMember(membership, pulse, settle, stopping.signal);
  await settled;
  return {
    silentMilliseconds: () => Date.now() - pulse.at,
    stop() {
      stopping.abort();
      return done;
    },
  };
}

/** kafkajs gives up for good after errors it thinks final, and can fall silent: both end here in a new consumer. */
async function keepMember(
  membership: Membership,
  pulse: { at: number },
  settle: () => void,
  stopping: AbortSignal,
): Promise<void> {
  const { kafka, log, subscription } = membership;
  for (let attempt = 1; !stopping.aborted; attempt++) {
    const consumer = createConsumer(kafka, subscription.group);
    try {
      const crashed = crashOf(consumer);
      await join(membership, consumer, pulse, stopping);
      settle();
      attempt = 0;
      await Promise.race([crashed, silence(pulse, stopping)]);
    } catch (error) {
      log.error({ error, group: subscription.group }, 'consumer ended, starting another');
    }
    settle();
    await Promise.race([
      consumer.disconnect().catch(() => undefined),
      delay(DISCONNECT_MILLISECONDS, undefined, { ref: false }),
    ]);
    await pause(stopping.aborted ? 0 : backoff(attempt), stopping);
  }
}

const createConsumer = (kafka: Kafka, groupId: string): Consumer =>
  kafka.consumer({
    groupId,
    sessionTimeout: 10_000, // how long the partitions of a killed member wait
    heartbeatInterval: 1_000,
    rebalanceTimeout: 15_000,
    maxWaitTimeInMs: 1_000,
    maxBytesPerPartition: 512 * 1024,
    maxBytes: 4 * 1024 * 1024,
    allowAutoTopicCreation: false,
    retry: { retries: 5 },
  });

async function join(
  { topics, subscription, log }: Membership,
  consumer: Consumer,
  pulse: { at: number },
  stopping: AbortSignal,
): Promise<void> {
  const beat = () => {
    pulse.at = Date.now();
  };
  consumer.on(consumer.events.GROUP_JOIN, beat);
  consumer.on(consumer.events.HEARTBEAT, beat);
  consumer.on(consumer.events.FETCH, beat);
  await topics.ensure(subscription.topics);
  await consumer.connect();
  await consumer.subscribe({ topics: [...subscription.topics], fromBeginning: true });
  await consumer.run({
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 3,
    eachBatch: (payload) => consumeBatch(payload, subscription, stopping, log),
  });
}

/** Rejects when kafkajs has given up; crashes that it recovers from are its own matter. */
function crashOf(consumer: Consumer): Promise<never> {
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { restart, error } }) => {
      if (!restart) reject(error);
    });
  });
  crashed.catch(() => undefined); // it may come before anybody waits for it
  return crashed;
}

/** Resolves at the stop, rejects when nothing was heard for too long. */
async function silence(pulse: { at: number }, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    if (Date.now() - pulse.at > DEAD_AFTER_MILLISECONDS) throw new Error('Nothing was heard from Kafka for too long');
    await pause(WATCH_MILLISECONDS, stopping);
  }
}
