import { setTimeout as delay } from 'node:timers/promises';
import { type EventName, type EventPayload, eventCatalog, parseEvent } from '@fieldhouse/contracts';
import { eraseSubject, type Message, type Sql, writeOutbox } from '@fieldhouse/messaging';
import { v7 as uuid } from 'uuid';
import type { Emit, Later, Transact, Tx } from './context.ts';
import { erasure } from './erasure.ts';
import type { Errand } from './errand.ts';
import { Unavailable } from './errors.ts';
import { type Agenda, collectLater } from './later.ts';
import type { Limiter } from './limiter.ts';
import type { Trace } from './trace.ts';

/** The part of a Prisma client that the kit needs. */
export interface DatabaseClient {
  // Prisma types transactions by the generated client, of which there is one per subgraph.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  $transaction(work: (tx: any) => Promise<any>, options?: { maxWait?: number; timeout?: number }): Promise<any>;
  $queryRawUnsafe(text: string, ...values: unknown[]): PromiseLike<unknown>;
  $disconnect(): Promise<void>;
}

/** Plain SQL on a Prisma client or transaction: how the outbox, the inbox and copies are written. */
export const sqlOf =
  (client: unknown): Sql =>
  async (text, values) =>
    (await (client as DatabaseClient).$queryRawUnsafe(text, ...values)) as Record<string, unknown>[];

const ATTEMPTS = 4;

/** What follows from a commit. */
export interface Following {
  readonly agenda: Agenda;
  /** Told after each commit, and when the first timer or job that it brought is due. */
  readonly committed: (earliest: Date | undefined) => void;
}

interface Transacting<Db> extends Following {
  readonly db: Db;
  /** The subgraph, as events name it. */
  readonly source: string;
  /** Who writes takes turns. */
  readonly writers: Limiter;
  /** Told after each commit what it announces; waited for. */
  readonly announced: (messages: readonly Message[]) => Promise<void>;
}

/**
 * The `transact` of one subgraph, for one errand: effects, the events they announce and what is to be done later commit
 * together or not at all, and not once nobody waits for them any longer; the events name the cause.
 */
export const createTransact =
  <Db extends DatabaseClient>({ db, source, writers, agenda, committed, announced }: Transacting<Db>) =>
  ({ trace = {}, kind = '', deadline = Number.POSITIVE_INFINITY }: Errand): Transact<Db> => {
    const once = async <T>(work: (tx: Tx<Db>, emit: Emit, later: Later) => Promise<T>): Promise<Committed<T>> => {
      const later = collectLater(agenda);
      const inside = async (tx: Tx<Db>) => {
        await limit(sqlOf(tx), deadline);
        const { emit, flush, messages } = collectEvents(source, trace);
        const result = await work(tx, emit, later.laterFor(trace));
        await later.flush(sqlOf(tx));
        await flush(sqlOf(tx));
        ensureAwaited(deadline);
        return { result, messages };
      };
      const done = await db.$transaction(inside, { maxWait: MAX_WAIT_MS, timeout: 10_000 });
      committed(later.earliest());
      return done;
    };

    return async (work) => {
      const { result, messages } = await writers(kind, () => again(() => once(work)));
      await announced(messages);
      return result;
    };
  };

interface Committed<T> {
  readonly result: T;
  readonly messages: readonly Message[];
}

/** Refuses what nobody waits for any longer. */
function ensureAwaited(deadline: number): void {
  if (Date.now() >= deadline) throw new Unavailable('Nobody waits for this any longer');
}

/**
 * Has PostgreSQL itself end the transaction at the deadline: it may wait for a lock until then, or this process may stand
 * still right before its commit. Before PostgreSQL 17 that is for one that stands still alone.
 */
async function limit(sql: Sql, deadline: number): Promise<void> {
  ensureAwaited(deadline);
  if (Number.isFinite(deadline)) await sql(LIMIT, [String(Math.ceil(deadline - Date.now()))]);
}

const LIMIT = `SELECT set_config(CASE WHEN current_setting('server_version_num')::int >= 170000
  THEN 'transaction_timeout' ELSE 'idle_in_transaction_session_timeout' END, $1, true)`;

/** Longer than the pool lets anybody wait: that one takes back a wait that was given up. */
const MAX_WAIT_MS = 70_000;

/** Runs a transaction again that gave way to another. */
async function again<T>(once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      await delay(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/** An `emit` and the `flush` that writes what it collected: last in the transaction, when rows are locked and ordered. */
export function collectEvents(source: string, trace: Trace = {}) {
  const messages: Message[] = [];
  const emitFor =
    (cause: Trace): Emit =>
    async (name, payload) => {
      messages.push(messageOf(name, parseEvent(name, payload), source, cause));
    };
  const flush = async (sql: Sql): Promise<void> => {
    if (messages.length === 0) return;
    for (const message of messages) {
      const subject = erasure.subjectOf(message);
      if (subject) await eraseSubject(sql, erasure, subject); // from the dead letters of the domain that deletes
    }
    await writeOutbox(sql, messages);
  };
  return { emit: emitFor(trace), emitFor, messages: messages as readonly Message[], flush };
}

/** An event as the message that carries it. */
export function messageOf<N extends EventName>(
  type: N,
  payload: EventPayload[N],
  source: string,
  headers: Message['headers'],
): Message {
  const { topic, key } = eventCatalog[type];
  return {
    id: uuid(),
    topic,
    key: String((payload as Record<string, unknown>)[key]),
    type,
    sequence: payload.version,
    payload,
    source,
    occurredAt: new Date().toISOString(),
    headers,
  };
}

/** Two transactions met, the database chose this one to give way (40001, 40P01): running it again is right. */
function isConflict(error: unknown): boolean {
  const isChosen = ['40001', '40P01'].includes(String(causeOf(error)?.originalCode));
  return isChosen || (error as { code?: unknown } | null)?.code === 'P2034';
}

/** What PostgreSQL said, as the adapter hands it on. */
const causeOf = (error: unknown): Record<string, unknown> | undefined =>
  (error as { meta?: { driverAdapterError?: { cause?: Record<string, unknown> } } } | null)?.meta?.driverAdapterError
    ?.cause;

/** The columns of the unique index that an insert or update ran into; `null` for any other error. */
export function violatedIndex(error: unknown): string | null {
  const cause = causeOf(error);
  if (cause?.originalCode !== '23505') return null;
  const { index, fields } = (cause.constraint ?? {}) as { index?: string; fields?: string[] };
  return index ?? fields?.join() ?? '';
}

/** Turns the breach of a unique index, recognised by a column in its name (`Table_column_key`), into what it means to the caller. */
export const refuseDuplicates =
  (meanings: Readonly<Record<string, Error>>) =>
  (error: unknown): never => {
    const index = violatedIndex(error);
    const columns = new Set(index?.split(/[_,]/));
    const meaning = Object.entries(meanings).find(([column]) => columns.has(column))?.[1];
    throw meaning ?? error;
  };
