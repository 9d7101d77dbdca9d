import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { HttpResponse } from './exchange.ts';
import type { Unread } from './unread.ts';

/** What an answer is sent with. */
export interface Sending {
  /** How long the client may take over it. */
  readonly timeoutMs: number;
  /** Counts what waits for the client. */
  readonly hold: (response: ServerResponse, bytes: number) => Unread;
  /** What is waited for before the connection closes, the answer being out. */
  readonly until?: (() => Promise<void>) | undefined;
}

/**
 * Sends an answer. A client that has not taken all of it in time loses its connection: whoever never reads would
 * otherwise keep the answer in memory for as long as he likes.
 */
export async function send(response: ServerResponse, answer: HttpResponse, sending: Sending): Promise<void> {
  if (answer.isLasting) return lastingly(response, answer, sending.timeoutMs);
  const impatience = setTimeout(
    () => response.destroy(new Error('The answer was not taken in time.')),
    sending.timeoutMs,
  );
  try {
    await write(response, answer, sending);
  } finally {
    clearTimeout(impatience);
  }
}

async function write(
  response: ServerResponse,
  { status, headers = {}, body = '' }: HttpResponse,
  { hold, until }: Sending,
): Promise<void> {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) {
    response.writeHead(status, headers);
    return pipeline(Readable.from(body), response);
  }
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const length = status === 204 || status === 304 ? {} : { 'content-length': bytes.length };
  response.writeHead(status, { ...headers, ...length });
  if (!until) return whole(response, bytes, hold);
  response.write(bytes);
  await until();
  response.end();
  return finished(response);
}

/** Sends pieces as they come, for as long as the client takes each in time. */
async function lastingly(
  response: ServerResponse,
  { status, headers = {}, body = '' }: HttpResponse,
  timeoutMs: number,
): Promise<void> {
  response.writeHead(status, headers);
  for await (const piece of body as AsyncIterable<string>) {
    if (response.destroyed) return;
    if (!response.write(piece)) await taken(response, timeoutMs);
  }
  response.end();
  return finished(response);
}

async function taken(response: ServerResponse, timeoutMs: number): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  await once(response, 'drain', { signal: AbortSignal.any([signal, closed.signal]) }).catch(() => {
    response.destroy(new Error('A piece of the answer was not taken in time.'));
  });
}

/** So much is handed to the system at once: it tells when it has gone. */
const PIECE_BYTES = 65_536;

async function whole(response: ServerResponse, bytes: Buffer, hold: Sending['hold']): Promise<void> {
  const { progress, release } = hold(response, bytes.length);
  try {
    if (bytes.length > PIECE_BYTES) return await pipeline(pieces(bytes, progress), response);
    response.end(bytes);
    return await finished(response);
  } finally {
    release();
  }
}

function* pieces(bytes: Buffer, progress: () => void): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    progress();
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}
