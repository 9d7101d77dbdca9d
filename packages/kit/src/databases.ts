import { closePool, type Outage, openPool, watchOutage } from '@fieldhouse/platform';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { Subgraph } from './define-subgraph.ts';
import type { Host } from './host.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import type { DatabaseClient } from './transact.ts';

/** A subgraph's database by connections of one purpose. */
export interface Database {
  readonly pool: pg.Pool;
  readonly db: DatabaseClient;
}

/** A subgraph's database: requests and events have connections of their own, so that neither starves the other. */
export interface Databases {
  readonly forRequests: Database;
  readonly forEvents: Database;
  /** Who writes passes here first: the others' locks must not hold up those who read. */
  readonly writers: Limiter;
  /** How the log hears that it is away. */
  readonly outage: Outage;
  readonly close: (milliseconds: number) => Promise<void>;
}

/** How long a change waits for its turn; a lock may be waited for afterwards. */
const PATIENCE_MS = 4_000;

/** Opens the connections as the configuration says. */
export function openDatabases({ definition, name }: Subgraph, { databaseUrl: url, config, log }: Host): Databases {
  const { databasePoolSize, databaseConsumerPoolSize, databaseTimeouts: timeouts } = config;
  const open = (purpose: string, max: number): Database => {
    const pool = openPool({ url, max, name: `fieldhouse ${name} ${purpose}`, timeouts, log });
    return { pool, db: new definition.database({ adapter: new PrismaPg(pool) }) };
  };
  const forRequests = open('requests', databasePoolSize);
  const forEvents = open('events', databaseConsumerPoolSize);
  const outage = watchOutage(log, 'database');
  forRequests.pool.on('release', (error) => error || outage.worked('requests'));
  const atOnce = Math.max(1, Math.floor(databasePoolSize * 0.6));
  return {
    forRequests,
    forEvents,
    outage,
    writers: createLimiter({ atOnce, ofOneKind: Math.ceil(atOnce / 2), patienceMs: PATIENCE_MS }),
    close: async (milliseconds) => {
      await Promise.all([forRequests, forEvents].map(({ pool }) => closePool(pool, milliseconds)));
    },
  };
}
