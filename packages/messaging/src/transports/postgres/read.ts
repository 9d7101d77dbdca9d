import type pg from 'pg';
import { MESSAGE_COLUMNS, type MessageRow } from '../../database/message-columns.ts';
import type { Statements } from '../../database/sql.ts';
import { PARTITIONS } from '../../partition.ts';
import type { Subscription } from '../../transport.ts';

/** A record of the bus: a message and where it stands. */
export type RecordRow = MessageRow & { readonly partition: number; readonly record_offset: string };

/** A partition of a topic. */
export interface Partition {
  readonly topic: string;
  readonly partition: number;
}

/** What a group wants to read: from these partitions, those named first served first, at most so much. */
export interface Read {
  readonly group: string;
  readonly partitions: readonly Partition[];
  readonly limit: number;
}

/** What was read: in order within each partition. */
export interface Records {
  readonly rows: readonly RecordRow[];
  /** True when there was no more. */
  readonly isAll: boolean;
}

const READ = `
  SELECT own.read, record.* FROM unnest($1::int[], $2::text[], $3::text[], $4::int[]) AS own (read, consumer_group, topic, partition)
  JOIN bus.group_offset AS reader USING (consumer_group, topic, partition)
  CROSS JOIN LATERAL (
    SELECT partition, record_offset, ${MESSAGE_COLUMNS} FROM bus.record
    WHERE record.topic = own.topic AND record.partition = own.partition AND record_offset >= reader.next_offset
    ORDER BY record_offset LIMIT $5
  ) AS record
  LIMIT $6`;

/** What comes next for several groups, in one statement; when they are several, each has a share of each partition. */
export async function readRecords(client: Statements, reads: readonly Read[]): Promise<Records[]> {
  const wanted = reads.flatMap(({ group, partitions }, read) => partitions.map((place) => ({ read, group, ...place })));
  if (wanted.length === 0) return reads.map(() => ({ rows: [], isAll: true }));
  const limit = Math.max(...reads.map((read) => read.limit));
  const share = reads.length === 1 ? limit : Math.ceil(limit / PARTITIONS);
  const { rows } = await client.query<RecordRow & { readonly read: number }>({
    name: 'bus-read',
    text: READ,
    values: [
      wanted.map(({ read }) => read),
      wanted.map(({ group }) => group),
      wanted.map(({ topic }) => topic),
      wanted.map(({ partition }) => partition),
      share,
      reads.length === 1 ? limit : null,
    ],
  });
  return reads.map((_, index) => {
    const own = rows.filter(({ read }) => read === index).sort(byPlace);
    return { rows: own, isAll: own.length < share };
  });
}

const byPlace = (a: RecordRow, b: RecordRow): number =>
  a.topic < b.topic
    ? -1
    : a.topic > b.topic
      ? 1
      : a.partition - b.partition || Number(a.record_offset) - Number(b.record_offset);

const COMMIT = `
  UPDATE bus.group_offset AS reader SET next_offset = done.next_offset
  FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[]) AS done (consumer_group, topic, partition, next_offset)
  WHERE reader.consumer_group = done.consumer_group AND reader.topic = done.topic AND reader.partition = done.partition
    AND reader.next_offset < done.next_offset`;

/** What a group has consumed. */
export interface Commit {
  readonly group: string;
  readonly rows: readonly RecordRow[];
}

/** Notes for groups that records were consumed, in one statement: the last of each partition says how far. */
export async function commitRecords(client: Statements, commits: readonly Commit[]): Promise<unknown[]> {
  const done = commits.flatMap(({ group, rows }) =>
    [...new Map(rows.map((row) => [`${row.topic} ${row.partition}`, row])).values()].map((row) => ({ group, ...row })),
  );
  const values = [
    done.map(({ group }) => group),
    done.map(({ topic }) => topic),
    done.map(({ partition }) => partition),
    done.map(({ record_offset }) => String(BigInt(record_offset) + 1n)),
  ];
  await client.query({ name: 'bus-commit', text: COMMIT, values });
  return commits.map(() => undefined);
}

const JOIN = `
  INSERT INTO bus.group_offset (consumer_group, topic, partition, types)
  SELECT $1, topic, partition, $3::text[] FROM bus.head WHERE topic = ANY($2) ORDER BY topic, partition
  ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET seen_on = excluded.seen_on, types = excluded.types`;

/** Makes a group known: from now on, what it has not consumed is kept for it. */
export async function joinGroup(pool: pg.Pool, { group, topics, types }: Subscription): Promise<void> {
  await pool.query(JOIN, [group, topics, types ?? null]);
}
