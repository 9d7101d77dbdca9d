import type pg from 'pg';
import { atLeisure } from '../../database/at-leisure.ts';
import { MESSAGE_COLUMNS, MESSAGE_ROWS, MESSAGE_VALUES, messageRows } from '../../database/message-columns.ts';
import type { Message } from '../../message.ts';
import { PARTITIONS, partitionOf } from '../../partition.ts';

// Heads are locked in order, so that two publishers cannot deadlock, and until the commit, so that no reader ever sees
// an offset before a lower one.
const APPEND = `
  WITH incoming AS (
    SELECT *, row_number() OVER (PARTITION BY topic, slot ORDER BY position) - 1 AS place FROM ${MESSAGE_ROWS}
  ), counted AS (
    SELECT topic, slot, count(*) AS records FROM incoming GROUP BY topic, slot
  ), locked AS (
    SELECT head.topic, head.partition, counted.records FROM bus.head
    JOIN counted ON counted.topic = head.topic AND counted.slot = head.partition
    ORDER BY head.topic, head.partition FOR UPDATE OF head
  ), allocated AS (
    UPDATE bus.head SET next_offset = head.next_offset + locked.records FROM locked
    WHERE head.topic = locked.topic AND head.partition = locked.partition
    RETURNING head.topic, head.partition, head.next_offset - locked.records AS base
  )
  INSERT INTO bus.record (partition, record_offset, ${MESSAGE_COLUMNS})
  SELECT incoming.slot, allocated.base + incoming.place,
    ${MESSAGE_VALUES.replace('topic', 'incoming.topic')}
  FROM incoming JOIN allocated ON allocated.topic = incoming.topic AND allocated.partition = incoming.slot`;

/** Appends messages to their partitions, all or none, in one statement. */
export async function append(pool: pg.Pool, messages: readonly Message[]): Promise<void> {
  const rows = messageRows(messages, (key) => partitionOf(key, PARTITIONS));
  const { rowCount } = await pool.query({ name: 'bus-append', text: APPEND, values: [rows] });
  if (rowCount !== messages.length) throw new Error(`${rowCount} of ${messages.length} records found their topic`);
}

const CREATE = `
  INSERT INTO bus.head (topic, partition)
  SELECT topic, partition FROM unnest($1::text[]) AS topic, generate_series(0, $2::int - 1) AS partition
  ORDER BY topic, partition ON CONFLICT DO NOTHING`;

/** Creates the topics that are not there. */
export async function createTopics(pool: pg.Pool, topics: readonly string[]): Promise<void> {
  await pool.query(CREATE, [topics, PARTITIONS]);
}

// A record goes when it is old and every group has read it: a house that was closed for a month must not lose events.
const PURGE = `
  DELETE FROM bus.record WHERE appended_at < now() - make_interval(days => $1) AND NOT EXISTS (
    SELECT FROM bus.group_offset AS reader
    WHERE reader.topic = record.topic AND reader.partition = record.partition
      AND reader.next_offset <= record.record_offset
  )`;

/** Removes what was consumed long ago; how many records. */
export const purgeRecords = (pool: pg.Pool, days: number): Promise<number> => atLeisure(pool, PURGE, [days]);
