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
