import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode, errorMessage } from '../error-code.ts';
import { ConfigurationError } from './configuration-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file, not a folder',
  ENOENT: 'cannot be made there',
  ENOTDIR: 'lies below a file',
  EACCES: 'may not be written by you',
  EPERM: 'may not be written by you',
  EROFS: 'is on a disk that can only be read',
  ENOSPC: 'is on a disk that is full',
  EDQUOT: 'is on a disk where you have no space left',
  ENAMETOOLONG: 'is too long a name',
  ELOOP: 'is a link that leads nowhere',
};

/** Makes the data folder unless it is there, and sees whether it can be used; an error names the setting. */
export function ensureDataFolder(folder: string): void {
  const probe = path.join(folder, `.probe.${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, 'a first file');
    rmSync(probe);
  } catch (cause) {
    const reason = REASONS[errorCode(cause) ?? ''] ?? `cannot be used: ${errorMessage(cause)}`;
    throw new ConfigurationError(`DATA_DIR: ${folder} ${reason}. Set DATA_DIR to a folder of your own.`, { cause });
  }
}

/** With what it lies in. One after the other, as Node's `recursive` never ends where the system makes no folders (below /proc). */
function makeFolder(folder: string): void {
  const parent = path.dirname(folder);
  if (!existsSync(parent) && parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST' || !statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw cause;
  }
}
