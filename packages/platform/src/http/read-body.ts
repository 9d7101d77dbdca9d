import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** A client hears a refusal only when it may finish sending; so much of what is too much is read and forgotten. */
const FORGIVEN_BYTES = 16_000_000;

/** The whole body as text, at most `maxBytes` of it. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  if ((request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Compressed requests are not accepted.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    if (size > maxBytes + FORGIVEN_BYTES) break;
  }
  if (size > maxBytes) {
    throw new HttpError(413, 'PAYLOAD_TOO_LARGE', `A request may have at most ${maxBytes} bytes.`);
  }
  return textOf(Buffer.concat(chunks));
}

/** A byte-order mark is no part of the text; bytes that are no text are not guessed at. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'The body is not UTF-8.');
  }
}
