import type pg from 'pg';
import { MESSAGE_COLUMNS, type MessageRow } from '../../database/message-columns.ts';

/** A record of the bus: a message and where it stands. */
export type RecordRow = MessageRow & { readonly partition: number; readonly record_offset: string };

/** A partition of a topic. */
export interface Partition {
  readonly topic: string;
  readonly partition: number;
}

const READ = `
  SELECT record.* FROM unnest($2::text[], $3::int[]) AS own (topic, partition)
  JOIN bus.group_offset AS reader
    ON reader.consumer_group = $1 AND reader.topic = own.topic AND reader.partition = own.partition
  CROSS JOIN LATERAL (
    SELECT partition, record_offset, ${MESSAGE_COLUMNS} FROM bus.record
    WHERE record.topic = own.topic AND record.partition = own.partition AND record_offset >= reader.next_offset
    ORDER BY record_offset LIMIT $4
  ) AS record
  LIMIT $4`;

/** What comes next for a group in these partitions: in order within each, those named first served first. */
export async function readRecords(
  client: pg.Client,
  group: string,
  partitions: readonly Partition[],
  limit: number,
): Promise<RecordRow[]> {
  if (partitions.length === 0) return [];
  const topics = partitions.map(({ topic }) => topic);
  const numbers = partitions.map(({ partition }) => partition);
  const { rows } = await client.query<RecordRow>({
    name: 'bus-read',
    text: READ,
    values: [group, topics, numbers, limit],
  });
  return rows.sort(byPlace);
}

const byPlace = (a: RecordRow, b: RecordRow): number =>
  a.topic < b.topic
    ? -1
    : a.topic > b.topic
      ? 1
      : a.partition - b.partition || Number(a.record_offset) - Number(b.record_offset);

const COMMIT = `
  UPDATE bus.group_offset AS reader SET next_offset = done.next_offset
  FROM unnest($2::text[], $3::int[], $4::bigint[]) AS done (topic, partition, next_offset)
  WHERE reader.consumer_group = $1 AND reader.topic = done.topic AND reader.partition = done.partition
    AND reader.next_offset < done.next_offset`;

/** Notes for a group that records were consumed: the last of each partition says how far. */
export async function commitRecords(client: pg.Client, group: string, records: readonly RecordRow[]): Promise<void> {
  const last = [...new Map(records.map((record) => [`${record.topic} ${record.partition}`, record])).values()];
  const topics = last.map(({ topic }) => topic);
  const partitions = last.map(({ partition }) => partition);
  const next = last.map(({ record_offset }) => String(BigInt(record_offset) + 1n));
  await client.query({ name: 'bus-commit', text: COMMIT, values: [group, topics, partitions, next] });
}

const JOIN = `
  INSERT INTO bus.group_offset (consumer_group, topic, partition)
  SELECT $1, topic, partition FROM bus.head WHERE topic = ANY($2) ORDER BY topic, partition
  ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET seen_on = excluded.seen_on`;

/** Makes a group known: from now on, what it has not consumed is kept for it. */
export async function joinGroup(pool: pg.Pool, group: string, topics: readonly string[]): Promise<void> {
  await pool.query(JOIN, [group, topics]);
}
