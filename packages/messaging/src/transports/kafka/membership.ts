import { setTimeout as delay } from 'node:timers/promises';
import type { Logger, Outage } from '@fieldhouse/platform';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Subscription } from '../../transport.ts';
import { createCommitter } from './committer.ts';
import { consumeBatch } from './each-batch.ts';
import type { Topics } from './topics.ts';

/** What a member works with. */
export interface MemberOptions {
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly subscription: Subscription;
  readonly outage: Outage;
  readonly log: Logger;
}

/** One kafkajs consumer, from joining its group to leaving it. */
export interface Membership {
  /** Resolves when the group has taken it in. */
  join(): Promise<void>;
  /** Rejects when kafkajs has given up; from other crashes it recovers by itself. */
  readonly lost: Promise<never>;
  leave(): Promise<void>;
}

const PARTITIONS_AT_ONCE = 1_000; // all of them: their messages go together
const LEAVE_MILLISECONDS = 10_000;
const ABANDON_MILLISECONDS = 1_000; // what it had under way comes again

/** Who wants to know how kafkajs fares. */
interface Observer {
  /** The broker answered. */
  heard(): void;
  /** kafkajs lost the broker and tries again by itself. */
  tries(error: unknown): void;
}

/** Makes a consumer that tells `observer` how it fares. */
export function createMembership(options: MemberOptions, observer: Observer, stopping: AbortSignal): Membership {
  const { topics, subscription, log } = options;
  const consumer = createConsumer(options);
  const committer = createCommitter(consumer);
  const underWay = new Set<Promise<void>>();
  for (const event of ['GROUP_JOIN', 'HEARTBEAT', 'FETCH'] as const)
    consumer.on(consumer.events[event], observer.heard);

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const work = consumeBatch(payload, subscription, committer, stopping, log);
    underWay.add(work);
    await work.finally(() => underWay.delete(work));
  }

  async function finish(): Promise<void> {
    if (stopping.aborted) await Promise.allSettled(underWay); // so that what they consumed is committed
    await committer.stop();
    await consumer.disconnect();
  }

  return {
    async join() {
      await topics.ensure(subscription.topics);
      await consumer.connect();
      await consumer.subscribe({ topics: [...subscription.topics], fromBeginning: true });
      const work = { autoCommit: false, eachBatchAutoResolve: false, eachBatch };
      await consumer.run({ ...work, partitionsConsumedConcurrently: PARTITIONS_AT_ONCE });
    },
    lost: lossOf(consumer, observer),
    leave() {
      const patience = stopping.aborted ? LEAVE_MILLISECONDS : ABANDON_MILLISECONDS;
      return Promise.race([finish().catch(() => undefined), delay(patience, undefined, { ref: false })]);
    },
  };
}

const createConsumer = ({ kafka, subscription }: MemberOptions): Consumer =>
  kafka.consumer({
    groupId: subscription.group,
    sessionTimeout: 6_000, // how long the partitions of a killed member wait, the least that brokers allow by default
    heartbeatInterval: 1_000,
    rebalanceTimeout: 15_000,
    maxWaitTimeInMs: 1_000,
    maxBytesPerPartition: 512 * 1024,
    maxBytes: 4 * 1024 * 1024,
    allowAutoTopicCreation: false,
    retry: { retries: 5 },
  });

function lossOf(consumer: Consumer, observer: Observer): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { restart, error } }) => {
      if (restart) observer.tries(error);
      else reject(error);
    });
  });
  lost.catch(() => undefined); // it may come before anybody waits for it
  return lost;
}
