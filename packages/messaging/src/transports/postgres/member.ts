import type { Logger } from '@fieldhouse/platform';
import { messageOf } from '../../database/message-columns.ts';
import { joinShares, type Shares } from '../../database/shares.ts';
import { PARTITIONS } from '../../partition.ts';
import type { Subscription } from '../../transport.ts';
import { backoff, pause } from '../../waiting/backoff.ts';
import { type Bell, createBell } from '../../waiting/bell.ts';
import type { BusConnection, BusSession } from './bus-session.ts';
import { type Appended, appendedOf } from './news.ts';
import type { Partition, RecordRow } from './read.ts';

/** The channel on which members tell each other that they came or went. */
export const MOVED = 'bus_members';
const BATCH = 500;
const POLL_MILLISECONDS = 1_000;
const BALANCE_MILLISECONDS = 3_000; // for those that are gone without a word

/** One member of a group at work. */
export interface Member {
  readonly group: string;
  /** Says that something was appended; with nothing said, it may be anything. */
  wake(appended?: Appended): void;
  /** Says that members came or went. */
  balance(): void;
  stop(): Promise<void>;
}

/** Starts a member: it holds its share of the partitions by locks of the process's session. */
export function startMember(session: BusSession, subscription: Subscription, log: Logger): Member {
  const stopping = new AbortController();
  const bell = createBell();
  const state = { isBalanceDue: true };
  const done = session.keep(
    (connection) => consume({ connection, subscription, bell, state, stopping: stopping.signal, log }),
    stopping.signal,
  );
  return {
    group: subscription.group,
    wake(appended) {
      if (!appended || isWanted(subscription, appended)) bell.ring();
    },
    balance() {
      state.isBalanceDue = true;
      bell.ring();
    },
    stop() {
      stopping.abort();
      bell.ring();
      return done;
    },
  };
}

const isWanted = ({ topics, types }: Subscription, appended: Appended): boolean =>
  topics.some((topic) =>
    types
      ? types.some((type) => appended.has(appendedOf(topic, type)))
      : [...appended].some((one) => one.startsWith(`${topic}/`)),
  );

interface Work {
  readonly connection: BusConnection;
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
async function consume({ connection, subscription, bell, state, stopping, log }: Work): Promise<void> {
  const { statements } = connection;
  const { group, topics } = subscription;
  const names = new Map(topics.map((topic) => [`fieldhouse ${group} ${topic}`, topic]));
  const shares = await joinShares(
    statements,
    [...names.keys()].map((name) => ({ name, count: PARTITIONS })),
  );
  await statements.query(`NOTIFY ${MOVED}`);
  let balancedAt = 0;
  let failures = 0;
  for (let round = 0; !stopping.aborted; round++) {
    if (state.isBalanceDue || Date.now() - balancedAt > BALANCE_MILLISECONDS) {
      state.isBalanceDue = false;
      if (await shares.balance()) await statements.query(`NOTIFY ${MOVED}`);
      balancedAt = Date.now();
    }
    const partitions = rotated(owned(shares, names), round);
    const { rows, isAll } = await connection.read({ group, partitions, limit: BATCH });
    if (rows.length > 0 && !(await isConsumed(rows, subscription, stopping, log))) {
      await pause(backoff(++failures), stopping);
      continue;
    }
    failures = 0;
    if (rows.length > 0) await connection.commit({ group, rows });
    if (isAll) await bell.wait(POLL_MILLISECONDS); // what came meanwhile has rung
  }
  await shares.leave();
  await statements.query(`NOTIFY ${MOVED}`);
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
