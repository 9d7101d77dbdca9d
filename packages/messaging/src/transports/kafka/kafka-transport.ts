import { setTimeout as delay } from 'node:timers/promises';
import { watchOutage } from '@fieldhouse/platform';
import type { Kafka } from 'kafkajs';
import { PARTITIONS } from '../../partition.ts';
import type { Subscription, Transport } from '../../transport.ts';
import { createClient, type KafkaOptions } from './client.ts';
import { type Member, startMember } from './member.ts';
import { isCaughtUp } from './progress.ts';
import { createPublisher } from './publisher.ts';
import { createTopics, withAdmin } from './topics.ts';

const HEALTHY_MILLISECONDS = 20_000; // a rebalance after a member was killed takes ten
const ANSWER_MILLISECONDS = 3_000;

/** Events through Apache Kafka. It opens without one: what cannot be sent waits in the outboxes. */
export async function kafkaTransport(options: KafkaOptions): Promise<Transport> {
  const { partitions = PARTITIONS, replicationFactor, minInSyncReplicas, log } = options;
  const kafka = createClient(options);
  const topics = createTopics(kafka, { partitions, replicationFactor, minInSyncReplicas }, log);
  const outage = watchOutage(log, 'kafka');
  const publisher = createPublisher(kafka, topics, log);
  const members = new Set<Member>();
  return {
    outage,
    publish: publisher.publish,
    async subscribe(subscription: Subscription) {
      const member = await startMember({ kafka, topics, subscription, outage, log });
      members.add(member);
      return {
        async stop() {
          members.delete(member);
          await member.stop();
        },
      };
    },
    isCaughtUp: ({ group, topics: read }) => withAdmin(kafka, (admin) => isCaughtUp(admin, group, read)),
    healthy: async () =>
      members.size > 0
        ? [...members].every((member) => member.silentMilliseconds() < HEALTHY_MILLISECONDS)
        : answers(kafka),
    async stop() {
      await Promise.all([...members].map((member) => member.stop()));
      await publisher.stop();
    },
  };
}

const answers = (kafka: Kafka): Promise<boolean> =>
  Promise.race([
    withAdmin(kafka, (admin) => admin.describeCluster()).then(() => true),
    delay(ANSWER_MILLISECONDS, false, { ref: false }),
  ]).catch(() => false);
