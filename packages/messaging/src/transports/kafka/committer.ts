import type { Consumer, TopicPartitionOffset } from 'kafkajs';
import { backoff } from '../../waiting/backoff.ts';
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
 * leaves uncommitted is delivered again, and the inbox recognises it. A commit that fails is tried again, or a quiet
 * topic would stay unread in Kafka's eyes; not across a rebalance, by when others may be further.
 */
export function createCommitter(consumer: Consumer): Committer {
  const offsets = new Map<string, TopicPartitionOffset>();
  let rebalances = 0;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;

  async function commit(): Promise<void> {
    const due = new Map(offsets);
    offsets.clear();
    if (due.size === 0) return;
    const begun = rebalances;
    try {
      await consumer.commitOffsets([...due.values()]);
      failures = 0;
    } catch (error) {
      if (begun === rebalances) for (const [place, offset] of due) if (!offsets.has(place)) offsets.set(place, offset);
      clearTimeout(retry);
      retry = setTimeout(commits.request, backoff(++failures)).unref();
      throw error;
    }
  }

  const commits = coalesce(commit, GAP_MILLISECONDS);
  const { REBALANCING, GROUP_JOIN } = consumer.events;
  for (const event of [REBALANCING, GROUP_JOIN] as const)
    consumer.on(event, () => {
      rebalances++;
      offsets.clear();
    });
  return {
    consumed(topic, partition, lastOffset) {
      offsets.set(`${topic} ${partition}`, { topic, partition, offset: String(BigInt(lastOffset) + 1n) });
      commits.request();
    },
    async stop() {
      clearTimeout(retry);
      await commits.stop();
      await commit().catch(() => undefined);
      clearTimeout(retry);
    },
  };
}
