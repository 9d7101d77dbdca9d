import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorCode } from '../error-code.ts';
import type { Logger } from '../log.ts';
import type { HttpResponse } from './exchange.ts';
import { HttpError } from './http-error.ts';
import { Tunnel } from './line.ts';

/** A refusal in the form of a GraphQL answer, which every client of ours understands. */
export function jsonError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

/** What a client hears of an error on the way to its answer. */
export function refusal(error: unknown, request: IncomingMessage, log: Logger): HttpResponse {
  if (error instanceof HttpError) return jsonError(error.status, error.code, error.message);
  if (errorCode(error) === 'ECONNRESET') return jsonError(400, 'BAD_REQUEST', 'The request was cut off.');
  log.error({ error, requestId: request.headers['x-request-id'] }, 'request failed');
  return jsonError(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong.');
}

/** What is said to bytes that never became a request, by the parser's code for what is wrong with them. */
const UNREADABLE: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'HEADERS_TOO_LARGE', 'URL and headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'REQUEST_TIMEOUT', 'The request took too long to arrive.'],
};

/** What is answered to bytes that are no HTTP request, or took too long to become one. */
export function unreadable(error: Error): HttpResponse {
  if (error instanceof Tunnel) return jsonError(405, 'METHOD_NOT_ALLOWED', 'This is no proxy.', { allow: 'GET, POST' });
  const [status, code, message] = UNREADABLE[errorCode(error) ?? ''] ?? [
    400,
    'BAD_REQUEST',
    'This is no HTTP request.',
  ];
  return jsonError(status, code, message);
}

/** Answers on the bare connection and closes it; one that is at another answer is only closed. */
export function refuseRaw(socket: Duplex, { status, headers = {}, body = '' }: HttpResponse): void {
  const { _httpMessage: answering } = socket as { _httpMessage?: { headersSent: boolean } };
  if (!socket.writable || answering?.headersSent) return void socket.destroy();
  const all = { ...headers, 'content-length': Buffer.byteLength(String(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy());
}
