import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { processIdentity } from '../process-identity.ts';
import type { Binaries } from './binaries.ts';
import type { Identity } from './unprivileged.ts';

/** The database role that owns everything in an embedded cluster. */
export const ROLE = 'fieldhouse';

const passwordFile = 'fieldhouse.password';
const run = promisify(execFile);

/** What initdb and postgres may know of our environment. */
export const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Creates the cluster unless it is there, and returns its password. It is made aside and renamed, so that a killed or
 * a racing start leaves a whole cluster or none.
 */
export async function ensureCluster(cluster: string, { initdb }: Binaries, identity: Identity): Promise<string> {
  removeAbandonedDrafts(cluster);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) {
    const draft = `${cluster}.${process.pid}.${randomBytes(4).toString('hex')}`;
    await initialise(draft, initdb, identity).finally(() => rmSync(`${draft}.password`, { force: true }));
    promote(draft, cluster);
  }
  return readFileSync(path.join(cluster, passwordFile), 'utf8').trim();
}

async function initialise(draft: string, initdb: string, { prefix, user }: Identity): Promise<void> {
  const password = `${draft}.password`;
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  mkdirSync(draft, { mode: 0o700 });
  if (user) for (const path of [password, draft]) chownSync(path, user.uid, user.gid);
  const [command = '', ...args] = [
    ...[...prefix, initdb, '-D', draft, '-U', ROLE, '-A', 'scram-sha-256', `--pwfile=${password}`],
    // Letters of every script, and no order that changes with the machine's libraries; lists of names say their own.
    ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
  ];
  await run(command, args, { ...user, cwd: '/', env: environment }).catch((cause: Error & { stderr?: string }) => {
    rmSync(draft, { recursive: true, force: true });
    const said = cause.stderr?.trim() || cause.message;
    const isFull = /No space left on device|Disk quota exceeded/.test(said);
    throw new Error(
      isFull
        ? `The disk of DATA_DIR is full: PostgreSQL needs some 100 MB in ${path.dirname(draft)} to begin with.`
        : `PostgreSQL's initdb failed: ${said}`,
      { cause },
    );
  });
  renameSync(password, path.join(draft, passwordFile));
}

function removeAbandonedDrafts(cluster: string): void {
  const drafts = readdirSync(path.dirname(cluster)).filter((name) => name.startsWith(`${path.basename(cluster)}.`));
  const abandoned = drafts.filter((name) => !processIdentity(Number(name.split('.')[1])));
  for (const name of abandoned) {
    try {
      rmSync(path.join(path.dirname(cluster), name), { recursive: true, force: true });
    } catch {
      // An initdb whose start was killed still writes there: what is left goes with a later start.
    }
  }
}

function promote(draft: string, cluster: string): void {
  try {
    renameSync(draft, cluster);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path.join(cluster, 'PG_VERSION'))) throw cause; // otherwise another start was first
  }
}
