import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { errorCode, errorMessage } from '../error-code.ts';
import { ConfigurationError } from './configuration-error.ts';

/** The process's environment over the lines of a .env file, if there is one. */
export function readEnvironment(file = '.env'): Record<string, string | undefined> {
  const text = read(file);
  return { ...(text === undefined ? {} : parsed(text, file)), ...process.env };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw new ConfigurationError(`${file} cannot be read: ${errorMessage(cause)}`, { cause });
  }
}

const QUOTED = /(=\s*)(["'`])(?:\\.|(?!\2)[^\\])*\2/gs;
const UNDERSTOOD = /^\s*(#.*|(export\s+)?[\w.-]+\s*=.*)?$/;

/** Node.js passes over lines that it does not understand; whoever wrote one should know. */
function parsed(text: string, file: string): NodeJS.Dict<string> {
  const withoutQuoted = text.replace(QUOTED, (quoted, begin) => begin + quoted.replace(/[^\n]/g, ''));
  const wrong = withoutQuoted.split('\n').findIndex((line) => !UNDERSTOOD.test(line));
  if (wrong >= 0) throw new ConfigurationError(`${file}: line ${wrong + 1} is not NAME=value`);
  return parseEnv(text);
}
