import { eventCatalog, parseEvent } from '@fieldhouse/contracts';
import { type Message, type Sql, startWorker, type Worker, writeOutbox } from '@fieldhouse/messaging';
import type { Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import type { Tx } from '../context.ts';
import { messageOf, sqlOf } from '../transact.ts';
import type { BackgroundTransact } from '../transact-in-background.ts';
import type { Announcement } from './announcement.ts';
import { markedFor } from './marker.ts';

interface Announcing<Db> {
  readonly source: string;
  readonly announcements: readonly Announcement<Db>[];
  readonly pool: pg.Pool;
  readonly transact: BackgroundTransact;
  /** How many messages wait to be published. */
  readonly pending: () => Promise<number>;
  readonly database: Outage;
}

const LOOK_MILLISECONDS = 5_000;
const CHUNK = 200;
// News of what happens now wait behind what is announced again: no longer than for so many.
const MOST_PENDING = 1_000;
const PENDING_MILLISECONDS = 100;

/**
 * Announces what was asked for, chunk by chunk: each is read, written to the outbox and noted as done in one
 * transaction, so that a stop at any moment costs nothing, and any instance can go on.
 */
export function startAnnouncing<Db>(announcing: Announcing<Db>): Worker {
  const { pool, database, pending, transact } = announcing;
  const step = async () => {
    if ((await pool.query(ASKED)).rowCount === 0) return false;
    if ((await pending()) < MOST_PENDING) return transact(({ tx }) => announceChunk(announcing, tx as Tx<Db>));
    await new Promise((resolve) => setTimeout(resolve, PENDING_MILLISECONDS));
    return true;
  };
  return startWorker(step, { name: 'announcing again', lookMs: LOOK_MILLISECONDS, database });
}

interface Request {
  readonly id: string;
  readonly subgraph: string;
  readonly topic: string;
  readonly events: readonly string[];
  readonly keys: readonly string[] | null;
  readonly kind: number;
  readonly last_id: string;
  readonly announced: bigint;
}

/** One chunk of the oldest request that no other instance is busy with; false when there is none. */
async function announceChunk<Db>({ source, announcements }: Announcing<Db>, tx: Tx<Db>): Promise<boolean> {
  const sql = sqlOf(tx);
  const [request] = (await sql(NEXT, [])) as unknown as Request[];
  if (!request) return false;
  const wanted = announcements.filter(
    ({ event }) => eventCatalog[event].topic === request.topic && request.events.includes(event),
  );
  const announcement = wanted[request.kind];
  if (!announcement) await conclude(sql, source, request);
  else await announceRows(sql, tx, source, request, announcement);
  return true;
}

async function announceRows<Db>(
  sql: Sql,
  tx: Tx<Db>,
  source: string,
  { id, subgraph, keys, last_id }: Request,
  { event, table, of, read }: Announcement<Db>,
): Promise<void> {
  // Held until the messages are in the outbox: whoever changes such a row meanwhile announces that after them.
  const held = await sql(
    `SELECT "id" FROM "${table}" WHERE "id" > $1 AND ($2::text[] IS NULL OR "${of}" = ANY($2::text[]))
     ORDER BY "id" LIMIT ${CHUNK} FOR SHARE`,
    [last_id, keys],
  );
  const ids = held.map((row) => String(row.id));
  const last = ids.at(-1);
  if (last === undefined) return void (await sql(NEXT_KIND, [id]));
  const headers = markedFor(subgraph, id);
  const payloads = await read(tx, ids);
  const messages = payloads.map((payload) => messageOf(event, parseEvent(event, payload), source, headers));
  await sql(PROGRESS, [id, last, messages.length]);
  await writeOutbox(sql, messages);
}

async function conclude(sql: Sql, source: string, { id, subgraph, announced }: Request): Promise<void> {
  const payload = { rebuildId: id, version: 1, subgraph, count: Number(announced) };
  const message: Message = messageOf('RebuildAnnounced', payload, source, markedFor(subgraph, id));
  await sql('DELETE FROM messaging.announcing WHERE id = $1::uuid', [id]);
  await writeOutbox(sql, [message]);
}

const ASKED = 'SELECT FROM messaging.announcing LIMIT 1';
const NEXT = `
  SELECT id::text, subgraph, topic, events, keys, kind, last_id, announced FROM messaging.announcing
  ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
const NEXT_KIND = `UPDATE messaging.announcing SET kind = kind + 1, last_id = '' WHERE id = $1::uuid`;
const PROGRESS = `
  UPDATE messaging.announcing SET last_id = $2, announced = announced + $3::int WHERE id = $1::uuid`;
