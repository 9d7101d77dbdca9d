import type pg from 'pg';
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

/**
 * Forgets messages seen long ago; how many. A message that comes back later than that takes effect again, so the age
 * has to exceed the time that transports keep messages.
 */
export async function purgeInbox(pool: pg.Pool, days: number): Promise<number> {
  const { rowCount } = await pool.query(PURGE, [days]);
  return rowCount ?? 0;
}

const PURGE = `DELETE FROM messaging.inbox WHERE seen_at < now() - make_interval(days => $1)`;
