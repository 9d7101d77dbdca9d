/** What to compare with: what everybody had before this change. */
import { spawnSync } from 'node:child_process';

/** Runs git commands in a folder: what they print, or `null` where they fail. */
export type Git = (...args: string[]) => string | null;

/** Git in a folder. */
export const gitIn =
  (cwd: string | URL): Git =>
  (...args) => {
    const { status, stdout } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return status === 0 ? stdout.trim() : null;
  };

const commitOf = (git: Git, ref: string): string | null => git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);

/**
 * The main branch; on main itself, and nothing changed since, where main was before the last push or pull: a push of
 * several commits is looked at as a whole. A clone that knows no earlier place has the commit before.
 */
export function defaultBase(git: Git): string | null {
  const main = ['origin/main', 'main'].find((ref) => commitOf(git, ref) !== null);
  if (!main) return null;
  const isMain = commitOf(git, main) === commitOf(git, 'HEAD') && !git('status', '--porcelain');
  if (!isMain) return main;
  return [`${main}@{1}`, 'HEAD~1'].find((ref) => commitOf(git, ref) !== null) ?? null;
}

/** What a push event calls the commit before a branch's first. */
const NOTHING = /^0+$/;

/** The base that was asked for; `null` where there was nothing before, an error where there is no such commit. */
export function givenBase(git: Git, ref: string): string | null {
  if (NOTHING.test(ref)) return null;
  if (commitOf(git, ref) === null) throw new Error(`There is no "${ref}" to compare with`);
  return ref;
}
