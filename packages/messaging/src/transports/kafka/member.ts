import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@fieldhouse/platform';
import type { Consumer, Kafka } from 'kafkajs';
import type { Subscription } from '../../transport.ts';
import { backoff, isWorthTelling, pause } from '../../waiting/backoff.ts';
import { combine } from '../../waiting/combine.ts';
import { type Committer, createCommitter } from './committer.ts';
import { consumeBatch } from './each-batch.ts';
import type { Topics } from './topics.ts';

/** One member of a group at work. */
export interface Member {
  /** Since the broker last answered it. */
  silentMilliseconds(): number;
  stop(): Promise<void>;
}

const BATCH = 500;
const DEAD_AFTER_MILLISECONDS = 60_000;
const PARTITIONS_AT_ONCE = 1_000; // all of them: their messages go together
const WATCH_MILLISECONDS = 1_000;
const DISCONNECT_MILLISECONDS = 10_000;

interface Membership {
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly subscription: Subscription;
  readonly log: Logger;
}

/** Starts a member. It is known to its group when this resolves, or, where Kafka is away, once that is back. */
export async function startMember({ subscription, ...others }: Membership): Promise<Member> {
  const handle = combine(subscription.handle, BATCH); // kafkajs gives each partition's messages separately
  const membership = { ...others, subscription: { ...subscription, handle } };
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
  let failures = 0;
  while (!stopping.aborted) {
    const consumer = createConsumer(kafka, subscription.group);
    const committer = createCommitter(consumer);
    try {
      const crashed = crashOf(consumer, membership);
      await join(membership, consumer, committer, pulse, stopping);
      settle();
      failures = 0;
      await Promise.race([crashed, silence(pulse, stopping)]);
    } catch (error) {
      failures++;
      const { group } = subscription;
      if (isWorthTelling(failures)) log.error({ error, group }, 'consumer ended, starting another');
    }
    settle();
    await Promise.race([
      committer
        .stop()
        .then(() => consumer.disconnect())
        .catch(() => undefined),
      delay(DISCONNECT_MILLISECONDS, undefined, { ref: false }),
    ]);
    await pause(stopping.aborted ? 0 : backoff(failures), stopping);
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
  committer: Committer,
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
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
    eachBatch: (payload) => consumeBatch(payload, subscription, committer, stopping, log),
  });
}

/** Rejects when kafkajs has given up; from other crashes it recovers by itself. */
function crashOf(consumer: Consumer, { log, subscription }: Membership): Promise<never> {
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { restart, error } }) => {
      if (restart)
        log.warn({ error: error.message, group: subscription.group }, 'lost touch with Kafka, joining again');
      else reject(error);
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
