import type { IncomingMessage } from 'node:http';
import { turns } from '../turns.ts';
import { tooLarge } from './head.ts';
import { HttpError } from './http-error.ts';

/** How much of a body is read, and how long it may take to come. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** So much is read in passing, some ten microseconds; more than that in turns, however many come at once. */
const SMALL_BODY = 100_000;

/** The whole body as text. */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<string> {
  const chunks = await chunksOf(request, limits);
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  const text = () => textOf(Buffer.concat(chunks));
  if (size <= SMALL_BODY) return text();
  const signal = AbortSignal.timeout(limits.timeoutMs);
  return turns.take(text, { size, signal }).catch((error: unknown) => {
    throw error === signal.reason ? noTurn() : error;
  });
}

function chunksOf(request: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) fail(tooLarge(maxBytes));
      else chunks.push(chunk);
    };
    const stop = () => {
      clearTimeout(impatience);
      request.off('data', take).off('end', end).off('error', fail);
    };
    const end = () => {
      stop();
      resolve(chunks);
    };
    const fail = (error: Error) => {
      stop();
      reject(error);
    };
    const impatience = setTimeout(() => fail(tooLate()), timeoutMs);
    request.on('data', take).on('end', end).on('error', fail);
  });
}

const noTurn = () => new HttpError(503, 'SERVICE_UNAVAILABLE', 'Temporarily unavailable');

const tooLate = () => new HttpError(408, 'REQUEST_TIMEOUT', 'The request took too long to arrive.');

/** A byte-order mark is no part of the text; bytes that are no text are not guessed at. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'The body is not UTF-8.');
  }
}

/** A client that only sends hears its refusal when it may finish sending; so much of that is read and forgotten. */
const FORGIVEN_BYTES = 16_000_000;
const FORGIVEN_MS = 5_000;
/** Whoever sends nothing for so long waits for us. */
const SILENCE_MS = 300;

/** Reads and forgets the rest of a body whose request is refused, until the client is done or has had its chance. */
export function forgetRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let size = 0;
    const end = setTimeout(done, FORGIVEN_MS);
    const silence = setTimeout(done, SILENCE_MS);
    function done() {
      clearTimeout(end);
      clearTimeout(silence);
      request.off('data', count);
      resolve();
    }
    function count(chunk: Buffer) {
      size += chunk.length;
      silence.refresh();
      if (size > FORGIVEN_BYTES) done();
    }
    request.once('close', done).once('end', done).on('data', count).resume();
  });
}
