import type { IncomingMessage } from 'node:http';

/** A request that cannot be answered, with the status that says why. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A client hears a refusal only when it may finish sending; so much of what is too much is read and forgotten. */
const FORGIVEN_BYTES = 16_000_000;

/** The whole body as text, at most `maxBytes` of it. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  if (request.headers['content-encoding']) {
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
  return Buffer.concat(chunks).toString('utf8');
}
