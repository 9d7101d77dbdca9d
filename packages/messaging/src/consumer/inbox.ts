import type pg from 'pg';
import { atLeisure } from '../database/at-leisure.ts';
import type { Sql } from '../database/sql.ts';
import type { Message } from '../message.ts';

// Sorted, so that two consumers with the same messages wait for each other instead of deadlocking.
const INSERT = `
  INSERT INTO messaging.inbox (consumer, message_id)
  SELECT $1, id FROM unnest($2::uuid[]) AS id ORDER BY id
  ON CONFLICT DO NOTHING RETURNING message_id::text AS id`;

/** Marks messages as seen, in the caller's transaction, and returns in order those that had not been. */
export async function markSeen(sql: Sql, consumer: string, messages: readonly Message[]): Promise<readonly Message[]> {
  const rows = await sql(INSERT, [consumer, messages.map(({ id }) => id)]);
  const fresh = new Set(rows.map(({ id }) => id));
  return messages.filter(({ id }) => fresh.delete(id)); // deleted, as a batch may hold a message twice
}

const CAUGHT_UP_DAYS = 3;

const CAUGHT_UP = 'INSERT INTO messaging.caught_up (consumer) VALUES ($1) ON CONFLICT DO NOTHING';

const OLD_DAYS = `
  DELETE FROM messaging.caught_up WHERE consumer = $1 AND day IN (
    SELECT day FROM messaging.caught_up WHERE consumer = $1 ORDER BY day DESC OFFSET $2
  )`;

/** Notes that a consumer has nothing left to read, today. */
export async function noteCaughtUp(pool: pg.Pool, consumer: string): Promise<void> {
  await pool.query(CAUGHT_UP, [consumer]);
  await pool.query(OLD_DAYS, [consumer, CAUGHT_UP_DAYS]);
}

/**
 * Forgets messages seen long ago; how many. Age alone would not do: after a long closure old messages may come again,
 * from the transport if a commit was lost, from an outbox if a relay ended between publishing and deleting. So a message
 * is kept until its consumer has been through with everything on three days since, however far apart these are.
 */
export const purgeInbox = (pool: pg.Pool, consumer: string, days: number): Promise<number> =>
  atLeisure(pool, PURGE, [consumer, days, CAUGHT_UP_DAYS - 1]);

const PURGE = `
  DELETE FROM messaging.inbox WHERE consumer = $1 AND seen_at < now() - make_interval(days => $2) AND seen_at < (
    SELECT day FROM messaging.caught_up WHERE consumer = $1 ORDER BY day DESC OFFSET $3 LIMIT 1
  )`;
