import type { Outage } from '@fieldhouse/platform';
import pg from 'pg';
import { backoff, pause } from '../waiting/backoff.ts';

/** Who keeps a connection of its own, and what it listens to there. */
export interface SessionOptions {
  readonly url: string;
  /** As seen in pg_stat_activity. */
  readonly name: string;
  readonly channels: readonly string[];
  /** Called for notifications; without a payload when the session is lost, so that whoever waits finds out. */
  readonly heard: (channel: string, payload?: string) => void;
  /** The database's. */
  readonly outage: Outage;
}

/**
 * Does `work` on a dedicated connection until the signal, with a new connection whenever one is lost: locks that were
 * held are lost with it, so work starts afresh. Any failed statement counts as a loss. Not for data: see SETTINGS.
 */
export async function keepSession(
  options: SessionOptions,
  work: (client: pg.Client) => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!stopping.aborted) {
    let client: pg.Client | undefined;
    try {
      client = await openSession(options);
      failures = 0;
      options.outage.worked(options.name);
      await work(client);
    } catch (error) {
      failures++;
      if (!stopping.aborted) options.outage.failed(options.name, error);
    } finally {
      await client?.end().catch(() => undefined);
    }
    if (!stopping.aborted) await pause(backoff(failures), stopping);
  }
  options.outage.worked(options.name);
}

/** Connects and listens; whoever keeps it sees to it that a lost one is replaced. Not for data: see SETTINGS. */
export async function openSession(options: SessionOptions): Promise<pg.Client> {
  const client = newClient(options);
  try {
    await client.connect();
    for (const channel of options.channels) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

const SETTINGS = [
  'timezone=UTC',
  // What is written here says how far we have come: if a power cut undoes it, messages are only delivered again.
  'synchronous_commit=off',
  // It holds advisory locks for as long as it lives, and waits for nobody else's for long.
  ...['lock_timeout=5000', 'statement_timeout=10000'],
  // A vanished host must not keep its locks for the two hours that TCP allows by default.
  ...['tcp_keepalives_idle=5', 'tcp_keepalives_interval=5', 'tcp_keepalives_count=3'],
];

function newClient({ url, name, channels, heard }: SessionOptions): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 12_000,
  });
  client.on('notification', ({ channel, payload }) => heard(channel, payload));
  const lost = () => {
    for (const channel of channels) heard(channel);
  };
  client.on('error', lost);
  client.on('end', lost);
  return client;
}
