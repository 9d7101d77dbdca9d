import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** `pid:birth`, so that a reused pid is not mistaken for the process; undefined when it is gone. */
export function processIdentity(pid: number): string | undefined {
  const birth = process.platform === 'linux' ? birthFromProc(pid) : ps(pid, 'lstart')?.replaceAll(/\s+/g, '-');
  return birth && `${pid}:${birth}`;
}

/** Whether the process named by `identity` lives. */
export function isProcessAlive(identity: string): boolean {
  return processIdentity(Number.parseInt(identity, 10)) === identity;
}

/** Field 22 of stat(5), counted after the command's closing bracket; a zombie counts as gone. */
function birthFromProc(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' ? undefined : fields[19];
}

/** One field of ps(1) about a process. */
export function ps(pid: number, field: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The text of a file that another process may have, or not have, or remove just now. */
export function readIfThere(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined; // gone between the two calls
  }
}
