import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, statSync } from 'node:fs';
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
  if (!user) throw new Error(`${refusal} and there is no unprivileged user. ${advice}`);
  handOver(directory, user, initdb);
  return { prefix: [], user };
}

const refusal = 'PostgreSQL refuses to run as root, this system allows no user namespace,';
const advice = 'Or start Fieldhouse as an ordinary user, or set DATABASE_URL to a PostgreSQL server.';

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

/** Gives the folder to the user, or says which folder above it, or above the program, stands in the way. */
function handOver(directory: string, user: User, initdb: string): void {
  letThrough(path.dirname(directory), user);
  const [program, data] = [closedTo(user, path.dirname(initdb)), closedTo(user, path.dirname(directory))];
  if (program) throw closed(user, `the folder ${program}, which holds Fieldhouse`, 'Move Fieldhouse');
  if (data) throw closed(user, `the folder ${data}, which holds DATA_DIR`, 'Set DATA_DIR to a folder');
  chownSync(directory, user.uid, user.gid);
}

/** The data folder itself is ours and private: others may pass through it to what is theirs, and see nothing else. */
function letThrough(folder: string, user: User): void {
  const { uid, mode } = statSync(folder);
  if (uid === 0 && !mayEnter(user, folder) && !closedTo(user, path.dirname(folder))) chmodSync(folder, mode | 0o011);
}

/** The first folder on the way to this one that the user may not enter. */
function closedTo(user: User, folder: string): string | undefined {
  const above = path.dirname(folder) === folder ? undefined : closedTo(user, path.dirname(folder));
  return above ?? (mayEnter(user, folder) ? undefined : folder);
}

const mayEnter = ({ uid, gid }: User, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { uid, gid, cwd: '/' }).status === 0;

const closed = ({ name }: User, what: string, move: string): Error =>
  new Error(
    `${refusal} and ${name}, as whom it would run, may not enter ${what}. ${move} where everybody may enter. ${advice}`,
  );
