import type { Message } from '../message.ts';

/** A message as a row; every table that holds messages names its columns so. */
export const MESSAGE_COLUMNS = 'id, topic, key, type, sequence, source, occurred_at, payload, headers';

/** The same, cast from the text arrays of `messageValues`: text goes through any driver, Prisma's included. */
export const MESSAGE_VALUES =
  'id::uuid, topic, key, type, sequence, source, occurred_at::timestamptz, payload::json, headers::json';

/** `FROM` this, with `messageValues` as the ten parameters; `position` is the place in the list. */
export const MESSAGE_ROWS = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::int[]) WITH ORDINALITY AS message (${MESSAGE_COLUMNS}, slot, position)`;

/** One array per column, so that any number of rows is one statement; `slotOf` gives a key's lane or partition. */
export function messageValues(messages: readonly Message[], slotOf: (key: string) => number): unknown[][] {
  return [
    messages.map(({ id }) => id),
    messages.map(({ topic }) => topic),
    messages.map(({ key }) => key),
    messages.map(({ type }) => type),
    messages.map(({ sequence }) => sequence),
    messages.map(({ source }) => source),
    messages.map(({ occurredAt }) => occurredAt),
    messages.map(({ payload }) => JSON.stringify(payload ?? null)),
    messages.map(({ headers }) => JSON.stringify(headers)),
    messages.map(({ key }) => slotOf(key)),
  ];
}

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
