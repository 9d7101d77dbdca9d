import type pg from 'pg';
import { describeFailure } from '../consumer/failure.ts';
import { MESSAGE_COLUMNS, MESSAGE_ROWS, MESSAGE_VALUES, messageRows } from '../database/message-columns.ts';
import type { Message } from '../message.ts';

// One statement, so one transaction: set aside and marked as seen, or neither.
const STORE = `
  WITH seen AS (
    INSERT INTO messaging.inbox (consumer, message_id) SELECT $2, id FROM ${MESSAGE_ROWS} ON CONFLICT DO NOTHING
  )
  INSERT INTO messaging.dead_letter (consumer, ${MESSAGE_COLUMNS}, error, attempts)
  SELECT $2, ${MESSAGE_VALUES}, $3, $4 FROM ${MESSAGE_ROWS}
  ON CONFLICT DO NOTHING`;

/** Sets a message aside for people to look at, and marks it as seen. */
export async function storeDeadLetter(
  pool: pg.Pool,
  consumer: string,
  message: Message,
  error: unknown,
  attempts: number,
): Promise<void> {
  await pool.query(STORE, [messageRows([message], () => 0), consumer, describeFailure(error), attempts]);
}
