import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../error-code.ts';
import { freePort } from '../net/free-port.ts';
import { isProcessAlive, processIdentity } from '../process-identity.ts';
import type { Binaries } from './binaries.ts';
import { environment } from './cluster.ts';
import { disownStalePidFile, livePostmaster, OWNER_SETTING, SHELL } from './postmaster.ts';
import type { Identity } from './unprivileged.ts';

/** All it takes to start the server of one cluster. */
export interface ServerOptions {
  readonly cluster: string;
  readonly logFile: string;
  readonly port: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly binaries: Binaries;
  readonly identity: Identity;
}

/** A server that accepts connections. */
export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<void>;
}

const START_MILLISECONDS = 180_000; // a busy machine takes its time, and recovery after a crash replays the log first
/** An owner that was just killed is still there for a moment: a start right after it must not take it for a living one. */
const DYING_MILLISECONDS = 1_500;
const POLL_MILLISECONDS = 10;

/**
 * postgres gets a process group of its own, so Ctrl-C reaches us and not it. A watchdog waits on file descriptor 3,
 * whose other end closes when our process ends in any way, SIGKILL included, and then asks postgres to stop
 * (more than once: one that is only just starting may not listen yet).
 */
const watchdog = [
  'trap "" INT TERM HUP',
  '"$@" 3<&- & server=$!',
  '(read _ <&3; while kill -INT $server 2>/dev/null; do sleep 1; done) & watcher=$!',
  'exec 3<&-',
  'wait $server; status=$?',
  'kill $watcher 2>/dev/null',
  'exit $status',
].join('\n');

/** Starts the server; waits for one that is being stopped, stops one whose owner is gone, refuses one in use. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    await evictOrphan(options.cluster, deadline);
    disownStalePidFile(options.cluster);
    const port = options.port ?? (await freePort());
    const child = launch(options, port);
    const pid = await untilReady(child, options.cluster, deadline);
    if (pid) return { pid, port, exited: exitOf(child) };
    const log = readFileSync(options.logFile, 'utf8').slice(-4000);
    if (Date.now() > deadline || !isPassing(log, options)) throw new Error(`PostgreSQL did not start:\n${log}`);
    await delay(100);
  }
}

/** Another start on the same directory, backends of a killed postmaster, or a port that was taken a moment ago. */
function isPassing(log: string, { port }: ServerOptions): boolean {
  if (/Address already in use/.test(log)) return port === undefined;
  return /lock file ".*" already exists|shared memory block .* still in use/.test(log);
}

async function evictOrphan(cluster: string, deadline: number): Promise<void> {
  const lastBreath = Date.now() + DYING_MILLISECONDS;
  for (let asked = false; ; ) {
    const running = livePostmaster(cluster);
    if (!running) return;
    const isOwned = running.owner !== undefined && isProcessAlive(running.owner);
    if (isOwned && Date.now() > lastBreath) throw inUse(cluster, running.owner ?? '');
    if (!isOwned && !asked) {
      signal(running.pid, 'SIGINT');
      asked = true;
    }
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${running.pid}) on ${cluster} does not stop.`);
    await delay(POLL_MILLISECONDS);
  }
}

function inUse(cluster: string, owner: string): Error {
  const directory = path.dirname(cluster);
  return new Error(
    `The data directory ${directory} is in use by a running Fieldhouse (process ${Number.parseInt(owner, 10)}). ` +
      'Stop that one, or give this one a DATA_DIR and a PORT of its own.',
  );
}

function launch({ cluster, logFile, settings, binaries, identity }: ServerOptions, port: number): ChildProcess {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.previous`);
  const owned = { ...settings, [OWNER_SETTING]: processIdentity(process.pid) };
  const flags = Object.entries(owned).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [...identity.prefix, binaries.postgres, '-D', cluster, '-p', String(port), ...flags];
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(SHELL, ['-c', watchdog, 'fieldhouse-postgres', ...server], {
    ...identity.user,
    cwd: '/',
    detached: true,
    env: environment,
    stdio: ['ignore', log, log, 'pipe'],
  });
  closeSync(log);
  child.unref();
  const lifeline = child.stdio[3];
  if (lifeline && 'unref' in lifeline && typeof lifeline.unref === 'function') lifeline.unref();
  return child;
}

/** The postmaster's pid once it accepts connections; undefined when it ended instead. */
async function untilReady(child: ChildProcess, cluster: string, deadline: number): Promise<number | undefined> {
  const self = processIdentity(process.pid);
  while (child.exitCode === null && child.signalCode === null) {
    const running = livePostmaster(cluster);
    if (running?.isReady && running.owner === self) return running.pid;
    if (Date.now() > deadline) child.stdio[3]?.destroy();
    await delay(POLL_MILLISECONDS);
  }
  return undefined;
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Sends a signal to a process that may be gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
