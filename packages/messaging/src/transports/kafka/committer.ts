import type { Consumer, TopicPartitionOffset } from 'kafkajs';
import { coalesce } from '../../waiting/coalesce.ts';

/** Tells Kafka how far a member has come. */
export interface Committer {
  consumed(topic: string, partition: number, lastOffset: string): void;
  /** Tells what is left to tell. */
  stop(): Promise<void>;
}

const GAP_MILLISECONDS = 100;

/**
 * Commits beside the work instead of after each batch, which would cost every message a round trip: what a crash
 * leaves uncommitted is delivered again, and the inbox recognises it.
 */
export function createCommitter(consumer: Consumer): Committer {
  const offsets = new Map<string, TopicPartitionOffset>();

  async function commit(): Promise<void> {
    const due = [...offsets.values()];
    offsets.clear();
    if (due.length > 0) await consumer.commitOffsets(due);
  }

  const commits = coalesce(commit, GAP_MILLISECONDS);
  consumer.on(consumer.events.REBALANCING, () => offsets.clear()); // others may be further by the time we are back
  return {
    consumed(topic, partition, lastOffset) {
      offsets.set(`${topic} ${partition}`, { topic, partition, offset: String(BigInt(lastOffset) + 1n) });
      commits.request();
    },
    async stop() {
      await commits.stop();
      await commit().catch(() => undefined);
    },
  };
}
