import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../log.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, ROLE } from './cluster.ts';
import { type ServerOptions, type ServerProcess, signal, startServer } from './server-process.ts';
import { unprivileged } from './unprivileged.ts';

/** The embedded PostgreSQL of one data directory. */
export interface RunningPostgres {
  readonly port: number;
  readonly pid: number;
  url(database: string): string;
  stop(): Promise<void>;
}

/**
 * For one club on one machine. Commits stay synchronous: what a user was told is saved must survive a power cut, and
 * synchronous_commit=off would only save some 2 ms a write.
 */
const defaults = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '300',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  jit: 'off',
  log_checkpoints: 'off',
};

const STOP_MILLISECONDS = 15_000;

/** Starts PostgreSQL from the npm binaries on `directory`, creating the cluster at the first start. */
export async function startPostgres(options: {
  directory: string;
  port?: number;
  settings?: Record<string, string>;
  log: Logger;
}): Promise<RunningPostgres> {
  const directory = path.resolve(options.directory);
  const cluster = path.join(directory, 'cluster');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const binaries = findBinaries();
  const identity = unprivileged(directory, cluster, binaries);
  const password = await ensureCluster(cluster, binaries, identity);
  const logFile = path.join(directory, 'postgres.log');
  const settings = { ...defaults, ...options.settings };
  const server = { cluster, logFile, port: options.port, settings, binaries, identity };
  return keepRunning(server, await startServer(server), password, options.log);
}

/** Brings the server back on its port when it is killed, as the pools of its clients expect of a server. */
function keepRunning(options: ServerOptions, first: ServerProcess, password: string, log: Logger): RunningPostgres {
  const { port } = first;
  let current = first;
  let stopped: Promise<void> | undefined;
  const watch = async (): Promise<void> => {
    await current.exited;
    if (stopped) return;
    log.error({ logFile: options.logFile }, 'postgres went away, starting it again');
    current = await startServer({ ...options, port });
    if (stopped) return void (await end(current));
    log.info({ pid: current.pid, port }, 'postgres is back');
    return watch();
  };
  watch().catch((error: unknown) => log.error({ error }, 'postgres cannot be started again'));
  return {
    port,
    get pid() {
      return current.pid;
    },
    url: (database) => `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    stop: () => {
      stopped ??= end(current);
      return stopped;
    },
  };
}

/** A fast shutdown (clients are disconnected, nothing is lost); an immediate one when that takes too long. */
async function end({ pid, exited }: ServerProcess): Promise<void> {
  signal(pid, 'SIGINT');
  const impatience = setTimeout(() => signal(pid, 'SIGQUIT'), STOP_MILLISECONDS);
  await exited;
  clearTimeout(impatience);
}
