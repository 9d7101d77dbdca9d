import { type Logger, type Outage, watchOutage } from '@fieldhouse/platform';
import type pg from 'pg';
import { MESSAGE_COLUMNS, type MessageRow, messageOf } from '../database/message-columns.ts';
import { keepSession } from '../database/session.ts';
import { joinShares, type Shares } from '../database/shares.ts';
import type { Message } from '../message.ts';
import { LANES } from '../partition.ts';
import type { Transport } from '../transport.ts';
import { backoff, pause } from '../waiting/backoff.ts';
import { type Bell, createBell } from '../waiting/bell.ts';
import { coalesce } from '../waiting/coalesce.ts';

/** What a relay works with. */
export interface RelayOptions {
  /** For looking and for waking others; the lanes are kept by a session of the relay's own. */
  readonly pool: pg.Pool;
  readonly url: string;
  readonly transport: Transport;
  readonly log: Logger;
  /** How the log hears of the database; the relay's own by default. */
  readonly database?: Outage;
  /** Told of messages when they are published, before they are forgotten here: after a crash perhaps again. Keeps nobody waiting. */
  readonly published?: (messages: readonly Message[]) => Promise<void>;
}

/** Publishes what the transactions of a service have put into its outbox. */
export interface Relay {
  /** Says that something was committed. Cheap: call it after every commit. */
  wake(): void;
  /** How many messages wait in the outbox. */
  pending(): Promise<number>;
  /** Finishes the batch under way; the rest waits in the outbox for the next start. */
  stop(): Promise<void>;
}

const BATCH = 500;
const POLL_MILLISECONDS = 1_000;
const BALANCE_MILLISECONDS = 3_000; // for those that are gone without a word
const NOTIFY_GAP_MILLISECONDS = 5;
const LANE_SLOTS = { name: 'fieldhouse outbox lane', count: LANES };
const WRITTEN = 'messaging_outbox';
const MOVED = 'messaging_lanes';

/** Starts a relay. Several of one service share the lanes, so that each key has one publisher and keeps its order. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { pool, url, transport, log, database, published } = options;
  const stopping = new AbortController();
  const bell = createBell();
  const state = { ownsAll: false, isBalanceDue: true };
  const notifier = coalesce(() => pool.query(NOTIFY, [WRITTEN]), NOTIFY_GAP_MILLISECONDS);
  const heard = (channel: string) => {
    if (channel === MOVED) state.isBalanceDue = true;
    bell.ring();
  };
  const outage = database ?? watchOutage(log, 'database');
  const session = { url, name: 'fieldhouse relay', channels: [WRITTEN, MOVED], heard, outage };
  const name = new URL(url).pathname.slice(1);
  const work = (client: pg.Client) =>
    relay({ client, name, transport, published, bell, state, stopping: stopping.signal });
  const done = keepSession(session, work, stopping.signal);
  return {
    wake() {
      bell.ring();
      if (!state.ownsAll) notifier.request();
    },
    pending: async () => Number((await pool.query('SELECT count(*) AS count FROM messaging.outbox')).rows[0]?.count),
    async stop() {
      stopping.abort();
      bell.ring();
      await Promise.all([done, notifier.stop()]);
    },
  };
}

// Durable it need not be: who misses it polls.
const NOTIFY = `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, '')`;

interface Work {
  readonly client: pg.Client;
  /** Whose outbox it is. */
  readonly name: string;
  readonly transport: Transport;
  readonly published: RelayOptions['published'];
  readonly bell: Bell;
  readonly state: { ownsAll: boolean; isBalanceDue: boolean };
  readonly stopping: AbortSignal;
}

/**
 * Reads, publishes, deletes, on the session that holds the lanes: with the session lost nothing can be read, and what
 * was published and not deleted is published again by the next owner, which the inbox recognises.
 */
async function relay({ client, name, transport, published, bell, state, stopping }: Work): Promise<void> {
  const shares = await joinShares(client, [LANE_SLOTS]);
  await client.query(NOTIFY, [MOVED]);
  let balancedAt = 0;
  let failures = 0;
  while (!stopping.aborted) {
    if (state.isBalanceDue || Date.now() - balancedAt > BALANCE_MILLISECONDS) {
      await balance(client, shares, state);
      balancedAt = Date.now();
    }
    const rows = await read(client, shares.owned(LANE_SLOTS.name));
    if (rows.length === 0) {
      await bell.wait(POLL_MILLISECONDS);
      continue;
    }
    const error = await failureToPublish(rows.map(messageOf), transport, published);
    if (error === null) {
      await client.query({ name: 'outbox-delete', text: DELETE, values: [rows.map(({ seq }) => seq)] });
      transport.outage.worked(name);
      failures = 0;
      if (rows.length < BATCH) await bell.wait(POLL_MILLISECONDS); // what came meanwhile has rung
    } else {
      failures++;
      transport.outage.failed(name, error);
      await pause(backoff(failures), stopping);
    }
  }
  state.ownsAll = false;
  transport.outage.worked(name);
  await shares.leave();
  await client.query(NOTIFY, [MOVED]);
}

async function failureToPublish(
  messages: readonly Message[],
  transport: Transport,
  published: RelayOptions['published'],
): Promise<unknown> {
  try {
    await transport.publish(messages);
    await published?.(messages);
    return null;
  } catch (error) {
    return error;
  }
}

async function balance(client: pg.Client, shares: Shares, state: Work['state']): Promise<void> {
  state.isBalanceDue = false;
  const changed = await shares.balance();
  state.ownsAll = shares.owned(LANE_SLOTS.name).length === LANES;
  if (changed) await client.query(NOTIFY, [MOVED]);
}

async function read(client: pg.Client, lanes: readonly number[]): Promise<(MessageRow & { seq: string })[]> {
  if (lanes.length === 0) return [];
  return (await client.query({ name: 'outbox-read', text: READ, values: [lanes, BATCH] })).rows;
}

// In the order of seq by the primary key: rows are removed, never skipped by a cursor, so a late commit is not missed.
const READ = `SELECT seq, ${MESSAGE_COLUMNS} FROM messaging.outbox WHERE lane = ANY($1) ORDER BY seq LIMIT $2`;
const DELETE = 'DELETE FROM messaging.outbox WHERE seq = ANY($1::bigint[])';
