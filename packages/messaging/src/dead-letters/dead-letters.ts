import type pg from 'pg';
import { MESSAGE_COLUMNS, type MessageRow, messageOf } from '../database/message-columns.ts';
import type { Message } from '../message.ts';

/** A message that a consumer could not work with. */
export interface DeadLetter {
  readonly consumer: string;
  readonly message: Message;
  readonly error: string;
  readonly attempts: number;
  readonly failedAt: Date;
  readonly replayRequestedAt: Date | null;
  readonly replayedAt: Date | null;
}

/** The dead letters of one service's database. */
export interface DeadLetters {
  /** The oldest first, at most a thousand; those already replayed only when asked for. */
  list(options?: { replayed?: boolean }): Promise<readonly DeadLetter[]>;
  /**
   * Asks for messages to be taken in again; how many. The service's running consumer does it, within a second or so,
   * by the same reaction and once: a row is claimed in the transaction of its effects.
   */
  replay(ids: readonly string[] | 'all'): Promise<number>;
}

/** Looks after the dead letters in a service's database, from whatever process. */
export const deadLetters = (pool: pg.Pool): DeadLetters => ({
  async list({ replayed = false } = {}) {
    return (await pool.query<DeadLetterRow>(LIST, [replayed])).rows.map(deadLetterOf);
  },
  async replay(ids) {
    const { rowCount } = await pool.query(REQUEST, [ids === 'all' ? null : ids]);
    return rowCount ?? 0;
  },
});

const LIST = `
  SELECT consumer, ${MESSAGE_COLUMNS}, error, attempts, failed_at, replay_requested_at, replayed_at
  FROM messaging.dead_letter WHERE replayed_at IS NULL OR $1 ORDER BY number LIMIT 1000`;

const REQUEST = `
  UPDATE messaging.dead_letter SET replay_requested_at = now()
  WHERE replayed_at IS NULL AND replay_requested_at IS NULL AND ($1::uuid[] IS NULL OR id = ANY($1))`;

interface DeadLetterRow extends MessageRow {
  readonly consumer: string;
  readonly error: string;
  readonly attempts: number;
  readonly failed_at: Date;
  readonly replay_requested_at: Date | null;
  readonly replayed_at: Date | null;
}

const deadLetterOf = (row: DeadLetterRow): DeadLetter => ({
  consumer: row.consumer,
  message: messageOf(row),
  error: row.error,
  attempts: row.attempts,
  failedAt: row.failed_at,
  replayRequestedAt: row.replay_requested_at,
  replayedAt: row.replayed_at,
});
