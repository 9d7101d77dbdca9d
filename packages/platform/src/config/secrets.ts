import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../error-code.ts';
import { ensureDataFolder } from './data-folder.ts';

/** What protects the system from its clients and its data at rest. */
export interface Secrets {
  readonly internalSecret: string;
  readonly authSecret: string;
}

/** The secrets of an embedded club: made at the first start, then read. Racing starts agree on one set. */
export function keptSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secrets.json');
  const draft = `${file}.${process.pid}`;
  ensureDataFolder(dataDir);
  try {
    return read(file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const made: Secrets = { internalSecret: random(), authSecret: random() };
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  publish(draft, file);
  return read(file);
}

/** Whole or not at all, and never over another start's. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

function read(file: string): Secrets {
  const { internalSecret, authSecret }: Partial<Secrets> = JSON.parse(readFileSync(file, 'utf8'));
  if (internalSecret && authSecret) return { internalSecret, authSecret };
  throw new Error(`${file} lacks a secret. Restore it from a backup: without it nobody's session or key can be read.`);
}

const random = () => randomBytes(32).toString('base64url');
