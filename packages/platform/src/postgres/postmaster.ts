import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { processIdentity, ps, readIfThere } from '../process-identity.ts';

/** A PostgreSQL server that runs on a cluster directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
  /** Our process that started it, as {@link processIdentity} writes it. */
  readonly owner: string | undefined;
}

/** The custom setting by which a postmaster's command line names the process that started it. */
export const OWNER_SETTING = 'fieldhouse.owner';

/** Runs the watchdog, whose command line contains the postmaster's. */
export const SHELL = '/bin/sh';

/** The live server of this cluster, if there is one; a pid that was reused by another program does not count. */
export function livePostmaster(cluster: string): Postmaster | undefined {
  const [pidLine, , , port, , , , status] = readPidFile(cluster);
  const pid = Number(pidLine);
  const command = pid > 0 ? commandLine(pid) : undefined;
  if (!command?.includes(cluster) || command.startsWith(SHELL)) return undefined;
  const owner = new RegExp(`${OWNER_SETTING}=(\\S+)`).exec(command)?.[1];
  return { pid, port: Number(port), isReady: status?.trim() === 'ready', owner };
}

/**
 * PostgreSQL believes a left-over pid file when its pid belongs to any live process, which is common in containers.
 * The pid is replaced by an impossible one and the rest stays: the shared memory check needs it.
 */
export function disownStalePidFile(cluster: string): void {
  const [pid, ...rest] = readPidFile(cluster);
  const isReused = processIdentity(Number(pid)) !== undefined && !livePostmaster(cluster);
  if (isReused) writeFileSync(pidFile(cluster), ['2147483647', ...rest].join('\n'));
}

const pidFile = (cluster: string) => path.join(cluster, 'postmaster.pid');

function readPidFile(cluster: string): string[] {
  return readIfThere(pidFile(cluster))?.split('\n') ?? [];
}

function commandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'command');
  return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ');
}
