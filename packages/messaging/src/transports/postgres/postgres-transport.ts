import { randomUUID } from 'node:crypto';
import {
  closePool,
  type DatabaseTimeouts,
  ensureDatabase,
  type Logger,
  openPool,
  watchOutage,
} from '@fieldhouse/platform';
import { runSqlFile } from '../../database/sql.ts';
import type { Message } from '../../message.ts';
import type { Subscription, Transport } from '../../transport.ts';
import { every } from '../../waiting/every.ts';
import { absentGroups, noteReaders } from './absent-groups.ts';
import { append, createTopics, purgeRecords } from './append.ts';
import { type BusSession, createBusSession } from './bus-session.ts';
import { type Member, MOVED, startMember } from './member.ts';
import { APPENDED, appendedOf, readNews, spreadNews } from './news.ts';
import { joinGroup } from './read.ts';
import { isCaughtUp, readTraffic, type Traffic } from './traffic.ts';

const PURGE_MILLISECONDS = 3_600_000;
const RECORD_DAYS = 7;
const CLOSING_MILLISECONDS = 5_000;

/** A bus that one house has to itself, and so can be asked whether everything was heard. */
export interface PostgresTransport extends Transport {
  /** How many messages are published in all, and how many of them some group has still before it. */
  traffic(): Promise<Traffic>;
}

interface PostgresOptions {
  readonly url: string;
  readonly timeouts?: DatabaseTimeouts;
  readonly log: Logger;
}

/** Events through a PostgreSQL database: topics, partitions, offsets and groups as Kafka has them. */
export async function postgresTransport({ url, timeouts, log }: PostgresOptions): Promise<PostgresTransport> {
  await ensureDatabase(url);
  await runSqlFile(url, 'bus.sql');
  const pool = openPool({ url, max: 4, name: 'fieldhouse bus', ...(timeouts ? { timeouts } : {}), log });
  const outage = watchOutage(log, 'bus');
  const members = new Map<Member, Subscription>();
  const sessions: { session: BusSession; members: Set<Member> }[] = [];
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

  const heard = (channel: string, payload?: string) => {
    const news = channel === APPENDED && payload ? readNews(payload) : null;
    if (news?.origin === origin) return;
    for (const member of members.keys()) {
      if (channel === MOVED) member.balance();
      else member.wake(news?.appended);
    }
  };

  /** One for all members: only a second member of one group needs another, as locks of one session do not shut it out. */
  function sessionFor(group: string) {
    const free = sessions.find(({ members }) => ![...members].some((member) => member.group === group));
    if (free) return free;
    const options = { url, name: 'fieldhouse bus groups', channels: [APPENDED, MOVED], heard, outage };
    const added = { session: createBusSession(options), members: new Set<Member>() };
    sessions.push(added);
    return added;
  }

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
      await ensureTopics([...new Set(messages.map(({ topic }) => topic))]);
      await append(pool, messages);
      const appended = new Set(messages.map(({ topic, type }) => appendedOf(topic, type)));
      for (const member of members.keys()) member.wake(appended);
      news.appended(appended);
    },
    async subscribe(subscription: Subscription) {
      await ensureTopics(subscription.topics);
      await joinGroup(pool, subscription);
      const shared = sessionFor(subscription.group);
      const member = startMember(shared.session, subscription, log);
      members.set(member, subscription);
      shared.members.add(member);
      return {
        async stop() {
          members.delete(member);
          await member.stop();
          shared.members.delete(member);
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
      await Promise.all([news.stop(), purges.stop(), ...sessions.map(({ session }) => session.stop())]);
      await closePool(pool, CLOSING_MILLISECONDS);
    },
  };
}
