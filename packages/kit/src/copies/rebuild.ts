import { type EventName, parseEvent } from '@fieldhouse/contracts';
import { type Message, type Sql, writeOutbox } from '@fieldhouse/messaging';
import { v7 as uuid } from 'uuid';
import { messageOf } from '../transact.ts';
import { type CopiedRow, keyOf, newestByKey } from './copied-rows.ts';
import type { AnyCopy } from './copy.ts';
import { rebuildOf } from './marker.ts';
import { forgetVersionsStatement, restoreStatement } from './statements.ts';

/** The copies of a subgraph by the topic that they are kept by. */
export function byTopic(copies: readonly AnyCopy[]): ReadonlyMap<string, readonly AnyCopy[]> {
  const topics = new Map<string, AnyCopy[]>();
  for (const copy of copies) topics.set(copy.topic, [...(topics.get(copy.topic) ?? []), copy]);
  return topics;
}

/** The events that say what the rows of these copies are. */
const eventsOf = (copies: readonly AnyCopy[]): string[] => [
  ...new Set(copies.flatMap(({ declaration }) => Object.keys(declaration.of))),
];

/** What a rebuild is about: all of a topic, or once more the aggregates in doubt. */
export interface Asking {
  readonly topic: string;
  readonly copies: readonly AnyCopy[];
  readonly isFirst?: boolean;
  readonly partOf?: string;
  readonly keys?: readonly string[];
}

/**
 * Asks the owner of a topic to announce its rows again, in the caller's transaction. While a rebuild of the whole topic
 * is under way, asking for another is asking for that one. Returns its id, or `null` when it was asked for before.
 */
export async function askForRebuild(
  sql: Sql,
  subgraph: string,
  { topic, copies, isFirst = false, partOf, keys }: Asking,
): Promise<string | null> {
  const rebuildId = uuid();
  const asked = await sql(ASK, [rebuildId, topic, partOf ?? null, isFirst]);
  if (asked.length === 0) return null;
  const payload = {
    rebuildId,
    version: 1,
    subgraph,
    topic,
    events: eventsOf(copies),
    ...(keys ? { keys: [...keys] } : {}),
  };
  await writeOutbox(sql, [messageOf('RebuildRequested', payload, subgraph, {})]);
  return rebuildId;
}

const ASK = `
  INSERT INTO messaging.rebuild (id, topic, part_of, is_first) VALUES ($1::uuid, $2, $3::uuid, $4)
  ON CONFLICT DO NOTHING RETURNING id`;

/**
 * Takes in what was announced again for this subgraph: the copies are set to it and nothing else happens, as those who
 * react to news did so when it was news. What belongs to no rebuild under way is left alone.
 */
export async function takeAnnounced(sql: Sql, copies: readonly AnyCopy[], messages: readonly Message[]): Promise<void> {
  for (const [rebuildId, own] of grouped(messages)) {
    const [rebuild] = await sql(UNDER_WAY, [rebuildId]);
    if (!rebuild) continue;
    for (const copy of copies) await restore(sql, copy, rebuildId, own, rebuild.part_of !== null);
  }
}

// Locked against being finished: whoever finishes has counted the rows.
const UNDER_WAY = `
  SELECT part_of::text FROM messaging.rebuild WHERE id = $1::uuid AND finished_at IS NULL FOR KEY SHARE`;

const grouped = (messages: readonly Message[]): Map<string, Message[]> => {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const id = rebuildOf(message) ?? '';
    groups.set(id, [...(groups.get(id) ?? []), message]);
  }
  return groups;
};

async function restore(
  sql: Sql,
  { declaration }: AnyCopy,
  rebuildId: string,
  messages: readonly Message[],
  isDoubted: boolean,
): Promise<void> {
  const told = messages.flatMap(({ id, type, payload }) => {
    const read = declaration.of[type as EventName] as ((event: unknown) => CopiedRow) | undefined;
    return read ? [{ id, row: read(parseEvent(type as EventName, payload)) }] : [];
  });
  if (told.length === 0) return;
  const rows = JSON.stringify(
    newestByKey(
      declaration,
      told.map(({ row }) => row),
    ),
  );
  // The owner was asked when the copy had this version already, and has an older one: the copy was wrong.
  if (isDoubted) await sql(forgetVersionsStatement(declaration), [rows, rebuildId, declaration.table]);
  await sql(restoreStatement(declaration), [rows]);
  await sql(NOTE_ROWS, [
    rebuildId,
    declaration.table,
    told.map(({ id }) => id),
    told.map(({ row }) => keyOf(declaration, row)),
    told.map(({ row }) => row.version),
  ]);
}

const NOTE_ROWS = `
  INSERT INTO messaging.rebuild_row (rebuild, copied_to, message_id, row_key, version)
  SELECT $1::uuid, $2, told.* FROM unnest($3::uuid[], $4::text[], $5::bigint[]) AS told
  ON CONFLICT DO NOTHING`;

/** Notes how much there was to hear. */
export async function noteAnnounced(sql: Sql, rebuildId: string, count: number): Promise<void> {
  await sql(NOTE_ANNOUNCED, [rebuildId, count]);
}

const NOTE_ANNOUNCED = `
  UPDATE messaging.rebuild SET announced = $2::bigint WHERE id = $1::uuid AND finished_at IS NULL`;
