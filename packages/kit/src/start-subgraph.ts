import { type EventName, eventCatalog, parseEvent } from '@fieldhouse/contracts';
import {
  type Message,
  prepareMessaging,
  type Relay,
  type Sql,
  startConsumer,
  startRelay,
  type Transport,
} from '@fieldhouse/messaging';
import {
  type Config,
  type KeyValue,
  type Logger,
  type Outage,
  type SubgraphDoor,
  watchOutage,
} from '@fieldhouse/platform';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { createAsk } from './ask.ts';
import type { Resources } from './context.ts';
import type { Subgraph } from './define-subgraph.ts';
import { createDenyList } from './deny-list.ts';
import { createPeople } from './people.ts';
import { plainTransaction } from './plain-transaction.ts';
import type { Reactions } from './reactions.ts';
import { type Answer, startServer } from './server.ts';
import { commonTrace, type Trace, traceOf } from './trace.ts';
import { collectEvents, createTransact, type DatabaseClient, sqlOf } from './transact.ts';
import { createViewers } from './viewer.ts';

/** What the launcher provides to a subgraph. */
export interface Host {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly transport: Transport;
  /** The way to another subgraph, as this one. */
  readonly door: (name: string) => SubgraphDoor;
  readonly keyValue: KeyValue;
  readonly config: Config;
  readonly log: Logger;
  /** The clock of all rules, where it is not the machine's. */
  readonly now?: () => Date;
}

/** A subgraph at work. */
export interface RunningSubgraph {
  readonly name: string;
  /** Answers one GraphQL request of a caller that was already authenticated as a service. */
  readonly answer: Answer;
  /** One of the public JSON documents; `undefined` for an unknown path. */
  readonly document: (path: string) => Promise<unknown>;
  /** True once the database answers. */
  readonly healthy: () => Promise<boolean>;
  /** Events committed and not yet published. */
  readonly unpublished: () => Promise<number>;
  /** Finishes what is under way, then lets go of everything. */
  readonly stop: () => Promise<void>;
}

/** Brings a described subgraph to life on a migrated database. */
export async function startSubgraph(subgraph: Subgraph, host: Host): Promise<RunningSubgraph> {
  const { databaseUrl, poolSize, transport, log, door } = host;
  const { definition, name } = subgraph;
  await prepareMessaging(databaseUrl);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    // The adapter writes times without an offset: any other session time zone would shift them.
    options: '-c timezone=UTC',
    connectionTimeoutMillis: 10_000,
  });
  const database = watchOutage(log, 'database');
  pool.on('error', (error) => log.debug({ error }, 'idle database connection lost')); // who uses one tells of the outage
  pool.on('release', (error) => error || database.worked('requests'));
  const db: DatabaseClient = new definition.database({ adapter: new PrismaPg(pool) });
  const relay = await startRelay({ pool, url: databaseUrl, transport, log, database });
  const causedBy = resourcesOf(name, db, relay, host);
  const resources = causedBy({});
  await definition.prepare?.(resources);
  const viewers = createViewers({
    jwks: () => door('auth').fetchJson('/.well-known/jwks.json'),
    denyList: resources.denyList,
    now: resources.now,
  });
  const server = await startServer(subgraph, { ...resources, database }, viewers, causedBy);
  const consumer = await startReactions(name, definition.reactions ?? {}, {
    db,
    pool,
    transport,
    causedBy,
    database,
    log,
    published: relay.wake,
  });
  return {
    name,
    answer: server.answer,
    document: async (path) => definition.documents?.[path]?.(resources),
    healthy: () =>
      pool.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    unpublished: relay.pending,
    stop: async () => {
      await server.stop();
      await consumer?.stop();
      await relay.stop();
      await db.$disconnect();
      await pool.end();
    },
  };
}

/** What is at hand for work that something caused: what it asks and announces says so. */
type CausedBy = (trace: Trace) => Resources<DatabaseClient>;

function resourcesOf(name: string, db: DatabaseClient, relay: Relay, host: Host): CausedBy {
  const { door, keyValue, config, log, now = () => new Date() } = host;
  const lasting = { db, keyValue, denyList: createDenyList(keyValue), config, log, now };
  return (trace) => {
    const ask = createAsk(door, trace);
    return { ...lasting, transact: createTransact(db, name, relay.wake, trace), ask, people: createPeople(ask) };
  };
}

interface Reacting {
  readonly db: DatabaseClient;
  readonly pool: pg.Pool;
  readonly transport: Transport;
  readonly causedBy: CausedBy;
  readonly database: Outage;
  readonly log: Logger;
  readonly published: () => void;
}

/** Subscribes to the topics of the events that the reactions name; none, and there is no consumer. */
async function startReactions(
  name: string,
  reactions: Reactions<unknown>,
  { db, pool, transport, causedBy, database, log, published }: Reacting,
) {
  const types = Object.keys(reactions) as EventName[];
  if (types.length === 0) return null;
  return startConsumer({
    group: name,
    topics: [...new Set(types.map((type) => eventCatalog[type].topic))],
    types,
    transport,
    pool,
    transact: async (work, messages) => {
      // A whole batch, on a machine that may be busy: to give up early only means to do it again, one by one.
      const result = isPlainSql(reactions, messages)
        ? await plainTransaction(pool, work)
        : await db.$transaction((tx) => work(tx, sqlOf(tx)), { maxWait: 10_000, timeout: 120_000 });
      published();
      return result;
    },
    react: (messages, tx, sql) => react(name, reactions, messages, { tx, sql, causedBy }),
    database,
    log,
  });
}

const isPlainSql = (reactions: Reactions<unknown>, messages: readonly Message[]): boolean =>
  messages.every(({ type }) => {
    const reaction = reactions[type as EventName];
    return reaction && 'batch' in reaction && reaction.isPlainSql;
  });

/** Runs the reaction to a run of messages of one type, in the transaction that marks them as seen. */
async function react(
  source: string,
  reactions: Reactions<unknown>,
  messages: readonly Message[],
  { tx, sql, causedBy }: { tx: unknown; sql: Sql; causedBy: CausedBy },
): Promise<void> {
  const [first] = messages;
  const type = first?.type as EventName;
  // Which reaction belongs to which payload is checked where reactions are declared; here the name selects both.
  const reaction = reactions[type] as Reactions<unknown>['UserDeleted'];
  if (!first || !reaction) return;
  const eventOf = ({ payload }: Message) => parseEvent(type as 'UserDeleted', payload);
  const { emitFor, flush } = collectEvents(source);
  const inside = (trace: Trace) => {
    const { db: _, transact: __, ...rest } = causedBy(trace);
    return { ...rest, tx: tx as object, emit: emitFor(trace) };
  };
  const traces = messages.map(({ headers }) => traceOf(headers));
  if ('batch' in reaction) await reaction.batch(messages.map(eventOf), inside(commonTrace(traces)));
  else
    for (const [at, message] of messages.entries())
      await reaction(eventOf(message), { ...inside(traces[at] ?? {}), happenedAt: new Date(message.occurredAt) });
  await flush(sql);
}
