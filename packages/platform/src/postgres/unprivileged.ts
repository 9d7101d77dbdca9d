import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries.ts';

/** How to run a program that refuses to be root: a command to put before it, or a user to run it as. */
export interface Identity {
  readonly prefix: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number };
}

const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534'];

/**
 * PostgreSQL does not run as root. As root we try a user namespace first: the files stay root's own, and folders
 * that only root may enter work. Where the kernel forbids that, an existing unprivileged user must do.
 */
export function unprivileged(directory: string, cluster: string, { initdb }: Binaries): Identity {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = existsSync(cluster) ? statSync(cluster) : { uid: 0, gid: 0 };
  if (owner.uid === 0 && spawnSync(namespace[0] ?? '', [...namespace.slice(1), 'true']).status === 0) {
    return { prefix: namespace };
  }
  const user = owner.uid === 0 ? unprivilegedUser() : { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  if (!user) throw new Error(`${refusal} Here there is no user namespace and no unprivileged user. ${advice}`);
  handOver(directory, user, initdb);
  return { prefix: [], user };
}

const refusal = 'PostgreSQL refuses to run as root.';
const advice = 'Start Fieldhouse as an ordinary user, or set DATABASE_URL to a PostgreSQL server.';

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Whoever called sudo, the user of the official Node and PostgreSQL images and packages, nobody. */
function unprivilegedUser(): User | undefined {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  return [process.env.SUDO_USER, 'postgres', 'node', 'nobody']
    .map((name) => users.find((user) => user.name === name && user.uid > 0))
    .find((user) => user !== undefined);
}

function handOver(directory: string, { name, uid, gid }: User, initdb: string): void {
  chownSync(directory, uid, gid);
  const may = (test: string, ...operands: string[]) =>
    spawnSync('/bin/sh', ['-c', test, 'sh', ...operands], { uid, gid, cwd: '/' }).status === 0;
  const closed = [
    may('"$1" --version >/dev/null', initdb) ? [] : [path.dirname(initdb)],
    may('test -w "$1" && test -x "$1"', directory) ? [] : [directory],
  ].flat();
  if (closed.length === 0) return;
  throw new Error(
    `${refusal} Here it would run as ${name}, who cannot use ${closed.join(' and ')} ` +
      `(a folder above may be closed). ${advice}`,
  );
}
