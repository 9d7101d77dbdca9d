import type { Message } from '../message.ts';

/** A message as a row; every table that holds messages names its columns so. */
export const MESSAGE_COLUMNS = 'id, topic, key, type, sequence, source, occurred_at, payload, headers';

/** The same, as they are written from `MESSAGE_ROWS`. */
export const MESSAGE_VALUES = 'id, topic, key, type, sequence, source, occurred_at, payload::json, headers::json';

/** `FROM` this, with `messageRows` as $1; `position` is the place in the list. */
export const MESSAGE_ROWS = `ROWS FROM (json_to_recordset($1::json) AS (id uuid, topic text, key text, type text,
  sequence bigint, source text, occurred_at timestamptz, payload text, headers text, slot int)) WITH ORDINALITY
  AS message (${MESSAGE_COLUMNS}, slot, position)`;

/**
 * Any number of messages as one parameter, which goes through any driver at little cost, Prisma's included; `slotOf`
 * gives a key's lane or partition. Payloads are text in there: only as `json` of its own may one hold \u0000.
 */
export const messageRows = (messages: readonly Message[], slotOf: (key: string) => number): string =>
  JSON.stringify(
    messages.map(({ occurredAt, payload, headers, ...columns }) => ({
      ...columns,
      occurred_at: occurredAt,
      payload: JSON.stringify(payload ?? null),
      headers: JSON.stringify(headers),
      slot: slotOf(columns.key),
    })),
  );

/** A message as node-postgres reads it. */
export interface MessageRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly sequence: string;
  readonly source: string;
  readonly occurred_at: Date;
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The message of a row that was read by node-postgres. */
export const messageOf = ({
  id,
  topic,
  key,
  type,
  sequence,
  source,
  occurred_at,
  payload,
  headers,
}: MessageRow): Message => ({
  id,
  topic,
  key,
  type,
  sequence: Number(sequence),
  payload,
  source,
  occurredAt: occurred_at.toISOString(),
  headers,
});
