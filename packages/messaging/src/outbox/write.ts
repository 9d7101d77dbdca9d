import { MESSAGE_COLUMNS, MESSAGE_ROWS, MESSAGE_VALUES, messageRows } from '../database/message-columns.ts';
import type { Sql } from '../database/sql.ts';
import type { Message } from '../message.ts';
import { LANES, partitionOf } from '../partition.ts';

// Kafka refuses records over 1 MB by default. Refused here, the writer hears of it and the relay cannot be stuck on it.
const MAX_PAYLOAD_BYTES = 512 * 1024;

const INSERT = `
  INSERT INTO messaging.outbox (lane, ${MESSAGE_COLUMNS})
  SELECT slot, ${MESSAGE_VALUES} FROM ${MESSAGE_ROWS} ORDER BY position`;

/**
 * Writes messages in the caller's transaction, all of them by one statement; a NOTIFY in there would make every commit
 * of the database wait in line (measured: 2 to 3 times slower), so waking the relay after the commit is the caller's.
 * Order per key is the order of these calls: lock the aggregate's row first, write here last.
 */
export async function writeOutbox(sql: Sql, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  messages.forEach(ensureFits);
  await sql(INSERT, [messageRows(messages, (key) => partitionOf(key, LANES))]);
}

function ensureFits({ type, payload }: Message): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload ?? null));
  if (bytes > MAX_PAYLOAD_BYTES) throw new RangeError(`A ${type} of ${bytes} bytes is too large to be published`);
}
