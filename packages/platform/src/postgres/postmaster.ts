import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/** The live server of this cluster, if there is one; a pid that was reused by another program does not count. */
export function livePostmaster(cluster: string): Postmaster | undefined {
  const [pidLine, , , port, , , , status] = readPidFile(cluster);
  const pid = Number(pidLine);
  const command = pid > 0 ? commandLine(pid) : undefined;
  if (!command?.includes(cluster)) return undefined;
  const owner = new RegExp(`${OWNER_SETTING}=(\\S+)`).exec(command)?.[1];
  return { pid, port: Number(port), isReady: status?.trim() === 'ready', owner };
}

/**
 * PostgreSQL believes a left-over pid file when its pid belongs to any live process, which is common in containers.
 * The pid is replaced by an impossible one and the rest stays: the shared memory check needs it.
 */
export function disownStalePidFile(cluster: string): void {
  const [pid, ...rest] = readPidFile(cluster);
  if (pid && !livePostmaster(cluster)) writeFileSync(pidFile(cluster), ['2147483647', ...rest].join('\n'));
}

/** `pid:birth`, so that a reused pid is not mistaken for the process; undefined when it is gone. */
export function processIdentity(pid: number): string | undefined {
  const birth = process.platform === 'linux' ? birthFromProc(pid) : ps(pid, 'lstart')?.replaceAll(/\s+/g, '-');
  return birth && `${pid}:${birth}`;
}

/** Whether the process named by `identity` lives. */
export function isAlive(identity: string): boolean {
  return processIdentity(Number.parseInt(identity, 10)) === identity;
}

const pidFile = (cluster: string) => path.join(cluster, 'postmaster.pid');

function readPidFile(cluster: string): string[] {
  return readIfThere(pidFile(cluster))?.split('\n') ?? [];
}

function commandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'command');
  return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ');
}

/** Field 22 of stat(5), counted after the command's closing bracket; a zombie counts as gone. */
function birthFromProc(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' ? undefined : fields[19];
}

function ps(pid: number, field: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined; // gone between the two calls
  }
}
