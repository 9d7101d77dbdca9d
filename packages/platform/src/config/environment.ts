import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { errorCode } from '../error-code.ts';

/** The process's environment over the lines of a .env file, if there is one. */
export function readEnvironment(file = '.env'): Record<string, string | undefined> {
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...process.env };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return { ...process.env };
  }
}
