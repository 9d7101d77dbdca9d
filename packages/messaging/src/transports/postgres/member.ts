import type { Logger, Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import { messageOf } from '../../database/message-columns.ts';
import { keepSession } from '../../database/session.ts';
import { joinShares, type Shares } from '../../database/shares.ts';
import { PARTITIONS } from '../../partition.ts';
import type { Subscription } from '../../transport.ts';
import { backoff, pause } from '../../waiting/backoff.ts';
import { type Bell, createBell } from '../../waiting/bell.ts';
import { APPENDED, readNews } from './news.ts';
import { commitRecords, type Partition, type RecordRow, readRecords } from './read.ts';

const MOVED = 'bus_members';
const BATCH = 500;
const POLL_MILLISECONDS = 1_000;
const BALANCE_MILLISECONDS = 3_000; // for those that are gone without a word

/** One member of a group at work. */
export interface Member {
  /** Says that something was appended to these topics. */
  wake(topics: ReadonlySet<string>): void;
  stop(): Promise<void>;
}

/** Starts a member: it holds its share of the partitions by locks of a session of its own. */
export function startMember(
  { url, origin, outage, log }: { url: string; origin: string; outage: Outage; log: Logger },
  subscription: Subscription,
): Member {
  const stopping = new AbortController();
  const bell = createBell();
  const state = { isBalanceDue: true };
  const wake = (topics: ReadonlySet<string>) => {
    if (subscription.topics.some((topic) => topics.has(topic))) bell.ring();
  };
  const heard = (channel: string, payload?: string) => {
    const news = payload ? readNews(payload) : null;
    if (channel === MOVED) state.isBalanceDue = true;
    if (news === null) bell.ring();
    else if (news.origin !== origin) wake(news.topics);
  };
  const session = { url, name: `fieldhouse ${subscription.group}`, channels: [APPENDED, MOVED], heard, outage };
  const work = (client: pg.Client) => consume({ client, subscription, bell, state, stopping: stopping.signal, log });
  const done = keepSession(session, work, stopping.signal);
  return {
    wake,
    stop() {
      stopping.abort();
      bell.ring();
      return done;
    },
  };
}

interface Work {
  readonly client: pg.Client;
  readonly subscription: Subscription;
  readonly bell: Bell;
  readonly state: { isBalanceDue: boolean };
  readonly stopping: AbortSignal;
  readonly log: Logger;
}

/**
 * Reads, hands over, commits, on the session that holds the partitions. If that is lost meanwhile, the batch comes
 * again to whoever has the partition then, and its inbox waits for ours.
 */
async function consume({ client, subscription, bell, state, stopping, log }: Work): Promise<void> {
  const { group, topics } = subscription;
  const names = new Map(topics.map((topic) => [`fieldhouse ${group} ${topic}`, topic]));
  const shares = await joinShares(
    client,
    [...names.keys()].map((name) => ({ name, count: PARTITIONS })),
  );
  await client.query(`NOTIFY ${MOVED}`);
  let balancedAt = 0;
  let failures = 0;
  for (let round = 0; !stopping.aborted; round++) {
    if (state.isBalanceDue || Date.now() - balancedAt > BALANCE_MILLISECONDS) {
      state.isBalanceDue = false;
      if (await shares.balance()) await client.query(`NOTIFY ${MOVED}`);
      balancedAt = Date.now();
    }
    const records = await readRecords(client, group, rotated(owned(shares, names), round), BATCH);
    if (records.length === 0) await bell.wait(POLL_MILLISECONDS);
    else if (await isConsumed(records, subscription, stopping, log)) {
      await commitRecords(client, group, records);
      failures = 0;
    } else await pause(backoff(++failures), stopping);
  }
  await shares.leave();
  await client.query(`NOTIFY ${MOVED}`);
}

const owned = (shares: Shares, names: ReadonlyMap<string, string>): Partition[] =>
  [...names].flatMap(([name, topic]) => shares.owned(name).map((partition) => ({ topic, partition })));

/** Another first each time, so that a busy partition cannot starve the others. */
function rotated<T>(list: readonly T[], by: number): T[] {
  const start = list.length > 0 ? by % list.length : 0;
  return [...list.slice(start), ...list.slice(0, start)];
}

async function isConsumed(
  records: readonly RecordRow[],
  { group, handle }: Subscription,
  stopping: AbortSignal,
  log: Logger,
): Promise<boolean> {
  try {
    await handle(records.map(messageOf));
    return true;
  } catch (error) {
    if (!stopping.aborted) log.error({ error, group, messages: records.length }, 'batch not consumed, trying again');
    return false;
  }
}
