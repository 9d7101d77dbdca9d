import { createHash } from 'node:crypto';
import type { Sql } from '@fieldhouse/messaging';
import { UserError } from '../errors.ts';

/** How long a key is remembered. */
export const REMEMBERED_HOURS = 24;

/** One request that is to have one effect. */
export interface Asked {
  readonly person: string;
  readonly mutation: string;
  readonly key: string;
  /** Of all that was asked, but for the key. */
  readonly hash: string;
  readonly now: Date;
}

/** What of a payload is kept: ids and plain values, by field. */
export type Kept = Readonly<Record<string, unknown>>;

/** The answer given to this request, if it was; refuses the key for another input. */
export async function answerTo(sql: Sql, asked: Asked): Promise<Kept | null> {
  const { person, mutation, key, hash, now } = asked;
  const [row] = await sql(FIND, [person, mutation, key, now.toISOString(), REMEMBERED_HOURS]);
  if (!row) return null;
  if (row.input_hash !== hash)
    throw new UserError('IDEMPOTENCY_MISMATCH', 'This key was used for another input', 'idempotencyKey');
  return row.answer as Kept;
}

const FIND = `
  SELECT input_hash, answer FROM messaging.answer
  WHERE person = $1 AND mutation = $2 AND key = $3 AND answered_at > $4::timestamptz - make_interval(hours => $5::int)`;

/**
 * Takes the key, in the transaction of the effect; false when another request has. One that is under way is waited for:
 * taken back with its transaction, the key is ours.
 */
export async function claimKey(sql: Sql, { person, mutation, key, hash, now }: Asked): Promise<boolean> {
  const rows = await sql(CLAIM, [person, mutation, key, hash, now.toISOString(), REMEMBERED_HOURS]);
  return rows.length > 0;
}

const CLAIM = `
  INSERT INTO messaging.answer AS known (person, mutation, key, input_hash, answer, answered_at)
  VALUES ($1, $2, $3, $4, '{}', $5::timestamptz)
  ON CONFLICT (person, mutation, key) DO UPDATE SET input_hash = excluded.input_hash, answered_at = excluded.answered_at
    WHERE known.answered_at <= $5::timestamptz - make_interval(hours => $6::int)
  RETURNING key`;

/** Keeps what is answered, in the transaction of the effect. */
export async function keepAnswer(sql: Sql, { person, mutation, key }: Asked, kept: Kept): Promise<void> {
  await sql(KEEP, [person, mutation, key, JSON.stringify(kept)]);
}

const KEEP = `
  UPDATE messaging.answer SET answer = $4::json WHERE person = $1 AND mutation = $2 AND key = $3 RETURNING key`;

/** Forgets the keys that are too old to count. */
export async function purgeAnswers(sql: Sql, now: Date): Promise<void> {
  await sql(PURGE, [now.toISOString(), REMEMBERED_HOURS]);
}

const PURGE = `
  WITH old AS (
    DELETE FROM messaging.answer WHERE answered_at <= $1::timestamptz - make_interval(hours => $2::int) RETURNING 1)
  SELECT count(*)::int AS count FROM old`;

/** The same for the same values, in whatever order an object's fields came. */
export const hashOf = (values: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(values)))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byName)
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);
