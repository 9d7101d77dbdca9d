import type { Logger, Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import type { Sql } from '../database/sql.ts';
import type { Erasure } from '../dead-letters/erasure.ts';
import type { Clock } from './task.ts';

/** What timers and jobs are worked off with. */
export interface Desk<Tx> {
  readonly service: string;
  readonly pool: pg.Pool;
  /** Runs work in one transaction of the service's own kind. */
  readonly transact: <T>(work: (tx: Tx, sql: Sql) => Promise<T>) => Promise<T>;
  /** Whom dead letters forget; nobody where absent. */
  readonly erasure?: Erasure;
  readonly log: Logger;
  /** How the log hears that the database, or what else timers need, is away. */
  readonly database: Outage;
  readonly clock: Clock;
  readonly leaseSeconds: number;
  /** Aborted when there is no more time to finish what is under way. */
  readonly giveUp: AbortSignal;
}
