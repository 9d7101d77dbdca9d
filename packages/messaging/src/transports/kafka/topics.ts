import type { Logger } from '@fieldhouse/platform';
import type { Admin, Kafka } from 'kafkajs';

// Repeats are recognised for longer than that: the inbox forgets after fourteen days.
const RETENTION_MILLISECONDS = 7 * 24 * 3_600_000;

/** Topics that are known to exist, and the creation of the others. */
export interface Topics {
  ensure(topics: readonly string[]): Promise<void>;
  /** After a failure nothing is taken for granted. */
  forget(): void;
}

/** Creates topics explicitly: what a broker creates by itself has whatever number of partitions it likes. */
export function createTopics(kafka: Kafka, partitions: number, log: Logger): Topics {
  const known = new Set<string>();

  async function create(admin: Admin, missing: readonly string[]): Promise<void> {
    const existing = new Set(await admin.listTopics());
    const configEntries = [{ name: 'retention.ms', value: String(RETENTION_MILLISECONDS) }];
    const topics = missing
      .filter((topic) => !existing.has(topic))
      .map((topic) => ({ topic, numPartitions: partitions, configEntries }));
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true });
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [...missing] });
    for (const {
      name,
      partitions: { length },
    } of found) {
      // Not wrong by itself, but it must never change while the topic is in use: keys would change places.
      if (length !== partitions)
        log.warn({ topic: name, partitions: length, expected: partitions }, 'topic has another number of partitions');
      known.add(name);
    }
  }

  return {
    async ensure(topics) {
      const missing = [...new Set(topics)].filter((topic) => !known.has(topic));
      if (missing.length > 0) await withAdmin(kafka, (admin) => create(admin, missing));
    },
    forget: () => known.clear(),
  };
}

/** Lends an administrator's connection. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
