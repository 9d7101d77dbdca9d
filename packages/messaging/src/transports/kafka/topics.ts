import type { Logger } from '@fieldhouse/platform';
import kafkajs, { type Admin, type ITopicMetadata, type Kafka } from 'kafkajs';

// Repeats are recognised for longer than that: the inbox remembers for fourteen days at least.
const RETENTION_MILLISECONDS = 7 * 24 * 3_600_000;

// The broker's clock, for all: it refuses what claims to come from another day, and removes early what seems old.
const TIMESTAMP_TYPE = 'LogAppendTime';

/** How topics should be; what is absent is the broker's choice. */
export interface TopicShape {
  readonly partitions: number;
  readonly replicationFactor?: number | undefined;
  readonly minInSyncReplicas?: number | undefined;
}

/** Topics that are known to exist, and the creation of the others. */
export interface Topics {
  ensure(topics: readonly string[]): Promise<void>;
  /** After a failure nothing is taken for granted. */
  forget(): void;
}

/** Creates topics explicitly: what a broker creates by itself has whatever number of partitions it likes. */
export function createTopics(kafka: Kafka, shape: TopicShape, log: Logger): Topics {
  const known = new Set<string>();
  const compared = new Set<string>();

  async function create(admin: Admin, missing: readonly string[]): Promise<void> {
    const existing = new Set(await admin.listTopics());
    const topics = missing.filter((topic) => !existing.has(topic)).map((topic) => topicOf(topic, shape));
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true });
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [...missing] });
    for (const { name } of found) known.add(name);
    const untold = found.filter(({ name }) => !compared.has(name));
    for (const { name } of untold) compared.add(name);
    if (untold.length > 0) await compare(admin, untold, shape, log);
  }

  return {
    async ensure(topics) {
      const missing = [...new Set(topics)].filter((topic) => !known.has(topic));
      if (missing.length > 0) await withAdmin(kafka, (admin) => create(admin, missing));
    },
    forget: () => known.clear(),
  };
}

const topicOf = (topic: string, { partitions, replicationFactor, minInSyncReplicas }: TopicShape) => ({
  topic,
  numPartitions: partitions,
  ...(replicationFactor ? { replicationFactor } : {}),
  configEntries: [
    { name: 'retention.ms', value: String(RETENTION_MILLISECONDS) },
    { name: 'message.timestamp.type', value: TIMESTAMP_TYPE },
    ...(minInSyncReplicas ? [{ name: 'min.insync.replicas', value: String(minInSyncReplicas) }] : []),
  ],
});

/** Tells once of topics that are not as they should be: they are used as they are, changing them is for people. */
async function compare(admin: Admin, found: readonly ITopicMetadata[], shape: TopicShape, log: Logger): Promise<void> {
  const settings = await settingsOf(admin, found, log);
  for (const { name: topic, partitions } of found) {
    // The number of partitions must never change while the topic is in use: keys would change places.
    tellApart(log, topic, 'partitions', partitions.length, shape.partitions);
    const copies = Math.min(...partitions.map(({ replicas }) => replicas.length));
    tellApart(log, topic, 'replication factor', copies, shape.replicationFactor);
    const own = settings.get(topic);
    tellApart(log, topic, 'min.insync.replicas', Number(own?.get('min.insync.replicas')), shape.minInSyncReplicas);
    tellApart(log, topic, 'retention.ms', Number(own?.get('retention.ms')), RETENTION_MILLISECONDS);
    tellApart(log, topic, 'message.timestamp.type', own?.get('message.timestamp.type'), TIMESTAMP_TYPE);
  }
}

type Value = number | string | undefined;

function tellApart(log: Logger, topic: string, setting: string, found: Value, expected: Value): void {
  if (expected === undefined || found === undefined || Number.isNaN(found) || found === expected) return;
  log.warn({ topic, setting, found, expected }, 'topic differs from the configuration');
}

type Settings = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What each topic is set to; nothing where we may not look: sending and receiving do not depend on it. */
async function settingsOf(admin: Admin, found: readonly ITopicMetadata[], log: Logger): Promise<Settings> {
  const configNames = ['min.insync.replicas', 'retention.ms', 'message.timestamp.type'];
  const asked = found.map(({ name }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames }));
  try {
    const { resources } = await admin.describeConfigs({ resources: asked, includeSynonyms: false });
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      ]),
    );
  } catch (error) {
    log.debug({ error }, 'settings of topics cannot be read');
    return new Map();
  }
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
