import type pg from 'pg';
import { openSession, type SessionOptions } from '../../database/session.ts';
import { backoff, pause } from '../../waiting/backoff.ts';
import { together } from '../../waiting/together.ts';
import { type Commit, commitRecords, type Read, type Records, readRecords } from './read.ts';

/** A connection to the bus as members use it: they share it, and what they ask at the same time is one statement. */
export interface BusConnection {
  readonly client: pg.Client;
  read(wanted: Read): Promise<Records>;
  commit(done: Commit): Promise<unknown>;
}

/** The one connection of a process on which its members hold their partitions. */
export interface BusSession {
  /** Does `work` until the signal, on another connection whenever one is lost: the locks are lost with it. */
  keep(work: (connection: BusConnection) => Promise<void>, stopping: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** Opens when first needed. */
export function createBusSession(options: SessionOptions): BusSession {
  let current: Promise<BusConnection> | undefined;

  const connect = (): Promise<BusConnection> => {
    current ??= openSession(options).then(connectionOn);
    return current;
  };

  /** Every member that was on it notices by itself. */
  function lose(connecting: Promise<BusConnection> | undefined): void {
    if (current === connecting) current = undefined;
    connecting?.then(({ client }) => client.end()).catch(() => undefined);
  }

  return {
    async keep(work, stopping) {
      for (let failures = 0; !stopping.aborted; ) {
        const connecting = connect();
        try {
          const connection = await connecting;
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
      const connection = await current?.catch(() => undefined);
      current = undefined;
      await connection?.client.end().catch(() => undefined);
      options.outage.worked(options.name);
    },
  };
}

const connectionOn = (client: pg.Client): BusConnection => ({
  client,
  read: together((reads: readonly Read[]) => readRecords(client, reads)),
  commit: together((commits: readonly Commit[]) => commitRecords(client, commits)),
});
