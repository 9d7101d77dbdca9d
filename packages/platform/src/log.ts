import { Writable } from 'node:stream';
import { type DestinationStream, pino } from 'pino';

type Write = (fields: object, message: string) => void;

/** What every part logs through: an event with its fields, never a sentence made of values. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  child(fields: object): Logger;
}

/** One JSON line an event on standard output; `pretty` turns it into a line for people. */
export function createLogger({ level = 'info', pretty = false }: { level?: string; pretty?: boolean } = {}): Logger {
  return logTo(pretty ? forPeople(process.stdout) : pino.destination({ fd: 1, sync: true }), level);
}

/** The same logger on any stream. */
export function logTo(destination: DestinationStream, level = 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: told, error: told, cause: told },
      redact: ['password', 'token', 'secret', 'authorization', '*.password', '*.token', '*.secret', '*.authorization'],
    },
    destination,
  );
}

/** What an error says, and why; not what hangs on it: drivers attach connections, with all they hold. */
function told(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return error;
  const { name, message, stack, code, cause } = error as Error & { code?: unknown };
  return { type: name, message, code, stack, ...(cause === undefined ? {} : { cause: told(cause) }) };
}

function forPeople(output: NodeJS.WritableStream): Writable {
  return new Writable({
    write(line, _encoding, done) {
      output.write(`${lineForPeople(JSON.parse(String(line)))}\n`);
      done();
    },
  });
}

/** `12:30:01.250 warn  relay waits  room=teams attempt=3` */
export function lineForPeople({ level, time, msg, ...fields }: Record<string, unknown>): string {
  const details = Object.entries(fields).map(([name, value]) => `${name}=${inWords(value)}`);
  return [String(time).slice(11, 23), String(level).padEnd(5), msg, details.join(' ')].join(' ').trimEnd();
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'stack' in value) return String(value.stack);
  return JSON.stringify(value);
}
