import type pg from 'pg';
import { openSession, type SessionOptions } from '../../database/session.ts';
import { inTurn, type Statements } from '../../database/sql.ts';
import { backoff, pause } from '../../waiting/backoff.ts';
import { together } from '../../waiting/together.ts';
import { type Commit, commitRecords, type Read, type Records, readRecords } from './read.ts';

/** Groups that were told of the same message are done at about the same time. */
const COMMIT_GAP_MILLISECONDS = 3;

/** A connection to the bus as members use it: they share it, and what they ask at the same time is one statement. */
export interface BusConnection {
  readonly statements: Statements;
  read(wanted: Read): Promise<Records>;
  commit(done: Commit): Promise<unknown>;
}

/** The one connection of a process on which its members hold their partitions. */
export interface BusSession {
  /** Does `work` until the signal, on another connection whenever one is lost: the locks are lost with it. */
  keep(work: (connection: BusConnection) => Promise<void>, stopping: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

interface Opened {
  readonly client: pg.Client;
  readonly connection: BusConnection;
}

/** Opens when first needed. */
export function createBusSession(options: SessionOptions): BusSession {
  let current: Promise<Opened> | undefined;

  const connect = (): Promise<Opened> => {
    current ??= openSession(options).then((client) => ({ client, connection: connectionOn(client) }));
    return current;
  };

  /** Every member that was on it notices by itself. */
  function lose(connecting: Promise<Opened> | undefined): void {
    if (current === connecting) current = undefined;
    connecting?.then(({ client }) => client.end()).catch(() => undefined);
  }

  return {
    async keep(work, stopping) {
      for (let failures = 0; !stopping.aborted; ) {
        const connecting = connect();
        try {
          const { connection } = await connecting;
          options.outage.worked(options.name);
          failures = 0;
          await work(connection);
        } catch (error) {
          lose(connecting);
          if (stopping.aborted) return;
          options.outage.failed(options.name, error);
          await pause(backoff(++failures), stopping);
        }
      }
    },
    async stop() {
      const opened = await current?.catch(() => undefined);
      current = undefined;
      await opened?.client.end().catch(() => undefined);
      options.outage.worked(options.name);
    },
  };
}

function connectionOn(client: pg.Client): BusConnection {
  const statements = inTurn(client);
  return {
    statements,
    read: together((reads: readonly Read[]) => readRecords(statements, reads)),
    commit: together((commits: readonly Commit[]) => commitRecords(statements, commits), COMMIT_GAP_MILLISECONDS),
  };
}
