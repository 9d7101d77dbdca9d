import pg from 'pg';
import type { Logger } from '../log.ts';
import { within } from '../within.ts';

/** How long one may wait for PostgreSQL, in milliseconds; 0 for as long as it takes. */
export interface DatabaseTimeouts {
  /** For a connection: a free one of the pool, or a new one. */
  readonly connect: number;
  /** For one statement. */
  readonly statement: number;
  /** For a lock that somebody else holds. */
  readonly lock: number;
  /** For the next statement of a transaction; then it is undone. */
  readonly idleInTransaction: number;
}

/** What the settings say by default. */
export const USUAL_TIMEOUTS: DatabaseTimeouts = {
  connect: 5_000,
  statement: 10_000,
  lock: 5_000,
  idleInTransaction: 15_000,
};

/** A host that vanished is noticed within half a minute, by us and by PostgreSQL, not after the two hours of TCP. */
const KEEP_ALIVE = ['tcp_keepalives_idle=10', 'tcp_keepalives_interval=5', 'tcp_keepalives_count=3'];

interface PoolOptions {
  readonly url: string;
  readonly max: number;
  /** As seen in pg_stat_activity. */
  readonly name: string;
  readonly timeouts?: DatabaseTimeouts;
  readonly log: Logger;
}

/** Connections that nothing holds for long: no statement, lock, forgotten transaction or vanished server. */
export function openPool({ url, max, name, timeouts = USUAL_TIMEOUTS, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: timeouts.connect,
    options: sessionOptions(timeouts),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on('error', (error) => log.debug({ error, pool: name }, 'idle connection lost')); // who uses one tells of the outage
  noteUse(pool);
  return pool;
}

/** What a session is told at its start; PostgreSQL reads these numbers as milliseconds. */
const sessionOptions = ({ statement, lock, idleInTransaction }: DatabaseTimeouts): string =>
  [
    // Prisma's adapter writes times without an offset: any other session time zone would shift them.
    'timezone=UTC',
    `statement_timeout=${statement}`,
    `lock_timeout=${lock}`,
    `idle_in_transaction_session_timeout=${idleInTransaction}`,
    ...KEEP_ALIVE,
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ');

/**
 * Closes a pool: what is under way may finish until the time is over, then its connections are cut, and what was begun
 * on them is undone.
 */
export async function closePool(pool: pg.Pool, milliseconds: number): Promise<void> {
  await within(milliseconds, pool.end()).catch(() => undefined);
  for (const client of inUse.get(pool) ?? []) void client.end().catch(() => undefined);
}

/** A connection with a statement under way is cut by `end`: it does not wait for one. */
const inUse = new WeakMap<pg.Pool, Set<pg.PoolClient>>();

function noteUse(pool: pg.Pool): void {
  const clients = new Set<pg.PoolClient>();
  inUse.set(pool, clients);
  pool.on('acquire', (client) => clients.add(client));
  pool.on('release', (_, client) => clients.delete(client));
}
