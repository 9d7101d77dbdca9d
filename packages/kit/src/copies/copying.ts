import type { Relay, Worker } from '@fieldhouse/messaging';
import type { Logger, Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import type { Subgraph } from '../define-subgraph.ts';
import type { BackgroundTransact } from '../transact-in-background.ts';
import { startAnnouncing } from './announcing.ts';
import type { AnyCopy } from './copy.ts';
import { startRebuilding } from './rebuilding.ts';

interface Background {
  readonly pool: pg.Pool;
  readonly relay: Pick<Relay, 'pending' | 'wake'>;
  readonly transact: BackgroundTransact;
  readonly outage: Outage;
  readonly log: Logger;
}

/** A subgraph's part in rebuilds: of its own copies, and of others' copies of its rows. */
export interface Copying extends Worker {
  readonly copies: readonly AnyCopy[];
  /** False while a copy that was new at a start has not caught up. */
  caughtUp(): Promise<boolean>;
}

/** Starts both parts. */
export async function startCopying(
  { name, definition: { copies = [], announces = [] } }: Subgraph,
  { pool, relay, transact, outage: database, log }: Background,
): Promise<Copying> {
  const rebuilds = { subgraph: name, copies, pool, relay, database, log };
  const rebuilding = copies.length > 0 ? await startRebuilding(rebuilds) : null;
  const announcing =
    announces.length > 0
      ? startAnnouncing({ source: name, announcements: announces, pool, transact, pending: relay.pending, database })
      : null;
  return {
    copies,
    caughtUp: async () => rebuilding?.caughtUp() ?? true,
    wake: () => {
      rebuilding?.wake();
      announcing?.wake();
    },
    stop: async () => {
      await Promise.all([rebuilding?.stop(), announcing?.stop()]);
    },
  };
}
