import { randomUUID } from 'node:crypto';
import { ensureDatabase, type Logger, watchOutage } from '@fieldhouse/platform';
import pg from 'pg';
import { runSqlFile } from '../../database/sql.ts';
import type { Message } from '../../message.ts';
import type { Subscription, Transport } from '../../transport.ts';
import { every } from '../../waiting/every.ts';
import { absentGroups, noteReaders } from './absent-groups.ts';
import { append, createTopics, purgeRecords } from './append.ts';
import { type Member, startMember } from './member.ts';
import { spreadNews } from './news.ts';
import { joinGroup } from './read.ts';
import { isCaughtUp, readTraffic, type Traffic } from './traffic.ts';

const PURGE_MILLISECONDS = 3_600_000;
const RECORD_DAYS = 7;

/** A bus that one house has to itself, and so can be asked whether everything was heard. */
export interface PostgresTransport extends Transport {
  /** How many messages are published in all, and how many of them some group has still before it. */
  traffic(): Promise<Traffic>;
}

/** Events through a PostgreSQL database: topics, partitions, offsets and groups as Kafka has them. */
export async function postgresTransport({ url, log }: { url: string; log: Logger }): Promise<PostgresTransport> {
  await ensureDatabase(url);
  await runSqlFile(url, 'bus.sql');
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC',
  });
  const outage = watchOutage(log, 'bus');
  pool.on('error', (error) => log.debug({ error }, 'idle bus connection lost')); // who uses one tells of the outage
  const members = new Map<Member, Subscription>();
  const dismissAbsent = absentGroups(pool, log);
  const topics = new Set<string>();
  const origin = randomUUID();
  const news = spreadNews(pool, origin);
  const failed = (error: unknown) => log.warn({ error }, 'bus upkeep failed, trying again later');
  const purges = every(
    PURGE_MILLISECONDS,
    async () => {
      await noteReaders(pool, members.values());
      await dismissAbsent();
      await purgeRecords(pool, RECORD_DAYS);
    },
    failed,
  );

  async function ensureTopics(wanted: readonly string[]): Promise<void> {
    const missing = wanted.filter((topic) => !topics.has(topic));
    if (missing.length === 0) return;
    await createTopics(pool, missing);
    for (const topic of missing) topics.add(topic);
  }

  return {
    outage,
    async publish(messages: readonly Message[]) {
      if (messages.length === 0) return;
      const touched = new Set(messages.map(({ topic }) => topic));
      await ensureTopics([...touched]);
      await append(pool, messages);
      for (const member of members.keys()) member.wake(touched);
      news.appended(touched);
    },
    async subscribe(subscription: Subscription) {
      await ensureTopics(subscription.topics);
      await joinGroup(pool, subscription.group, subscription.topics);
      const member = startMember({ url, origin, outage, log }, subscription);
      members.set(member, subscription);
      return {
        async stop() {
          members.delete(member);
          await member.stop();
        },
      };
    },
    healthy: () =>
      pool.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    isCaughtUp: ({ group, topics: read }) => isCaughtUp(pool, group, read),
    traffic: () => readTraffic(pool),
    async stop() {
      await Promise.all([...members.keys()].map((member) => member.stop()));
      await Promise.all([news.stop(), purges.stop()]);
      await pool.end();
    },
  };
}
