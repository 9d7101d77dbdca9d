import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** Headers that say one thing: of two, a proxy in front could believe one and this server the other. */
const SINGLE = [
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'authorization',
  'origin',
  'expect',
] as const;

/** A name or an address, with or without a port (RFC 3986, 3.2). */
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(:\d{0,5})?$/i;

/** Refuses a request that is known to be wrong by its head alone: said at once, and nothing of its body is read. */
export function ensureSound(request: IncomingMessage, maxBodyBytes: number): void {
  const { headers, httpVersion } = request;
  ensureSingle(request.rawHeaders);
  if (headers.host === undefined && httpVersion === '1.1') throw malformed('A request needs a Host header.');
  if (!AUTHORITY.test(headers.host ?? '')) throw malformed('The Host header is no name and no address.');
  if (headers.expect !== undefined && !isContinue(request) && httpVersion === '1.1')
    throw new HttpError(417, 'EXPECTATION_FAILED', 'Nothing but 100-continue can be expected.');
  ensurePlain(request);
  if (Number(headers['content-length'] ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes);
}

/** Whether the client waits to be told that its body is wanted. */
export const isContinue = ({ headers, httpVersion }: IncomingMessage): boolean =>
  httpVersion === '1.1' && headers.expect?.trim().toLowerCase() === '100-continue';

/** What a client hears whose body has more bytes than are read. */
export const tooLarge = (maxBytes: number): HttpError =>
  new HttpError(413, 'PAYLOAD_TOO_LARGE', `A request may have at most ${maxBytes} bytes.`);

function ensureSingle(rawHeaders: readonly string[]): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const twice = SINGLE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) throw malformed(`The header ${twice} came more than once.`);
}

function ensurePlain({ headers, httpVersion }: IncomingMessage): void {
  const { 'transfer-encoding': transfer, 'content-encoding': content = 'identity' } = headers;
  if (transfer !== undefined && httpVersion !== '1.1') throw malformed('HTTP/1.0 knows no Transfer-Encoding.');
  const isPlain = (transfer ?? 'chunked').toLowerCase() === 'chunked' && content.toLowerCase() === 'identity';
  if (!isPlain) throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Compressed requests are not accepted.');
}

const malformed = (message: string) => new HttpError(400, 'BAD_REQUEST', message);
