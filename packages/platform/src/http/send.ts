import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { HttpResponse } from './exchange.ts';

/**
 * Sends an answer. A client that has not taken all of it in time loses its connection: whoever never reads would
 * otherwise keep the answer in memory for as long as he likes.
 */
export async function send(response: ServerResponse, answer: HttpResponse, timeoutMs: number): Promise<void> {
  const impatience = setTimeout(() => response.destroy(new Error('The answer was not taken in time.')), timeoutMs);
  try {
    await write(response, answer);
  } finally {
    clearTimeout(impatience);
  }
}

async function write(response: ServerResponse, { status, headers = {}, body = '' }: HttpResponse): Promise<void> {
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const length = status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, { ...headers, ...length }).end(body);
    return finished(response);
  }
  response.writeHead(status, headers);
  return pipeline(Readable.from(body), response);
}
