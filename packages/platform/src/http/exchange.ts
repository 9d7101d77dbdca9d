import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { CallHeaders } from '../clients/call-headers.ts';

/** A request, read whole. */
export interface HttpRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** The query with its question mark, or nothing. */
  readonly search: string;
  readonly headers: CallHeaders;
  readonly body: string;
  /** The other end of the connection; behind a proxy, the proxy. */
  readonly peerAddress: string;
  /** True while the server lets its clients go: the moment to stop being ready. */
  readonly isDraining: boolean;
  /** Fires when the client goes before it has its whole answer: nobody needs what is still being worked out. */
  readonly signal: AbortSignal;
}

/** An answer; an iterable body is sent as it comes. */
export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | AsyncIterable<string>;
  /** An answer without an end of its own: the client may take as long over it as it likes, if it takes each piece in time. */
  readonly isLasting?: boolean;
}

/** Takes a connection over that is to speak something else from now on. */
export type HttpUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;

/** What of a request is known before its body. */
export function headOf(request: IncomingMessage): Pick<HttpRequest, 'method' | 'path' | 'search' | 'headers'> {
  const [, authority, rest] = ABSOLUTE.exec(request.url ?? '') ?? [];
  const url = rest === undefined ? (request.url ?? '/') : rest.replace(/^(?!\/)/, '/');
  const query = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: query < 0 ? url : url.slice(0, query),
    search: query < 0 ? '' : url.slice(query),
    headers: authority === undefined ? headersOf(request) : { ...headersOf(request), host: authority },
  };
}

/** Whoever believes to speak to a proxy names the whole URL, whose host then counts (RFC 9112, 3.2.2). */
const ABSOLUTE = /^https?:\/\/([^/?]*)(.*)$/i;

/** The headers by name, each as one text. */
export const headersOf = ({ headers }: IncomingMessage): CallHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );

/** Aborted by a connection that closes before the answer is sent whole. */
export function untilGone({ socket }: IncomingMessage, response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  let isSent = false;
  // Node calls what it could no longer send finished as well (and `writableFinished`), once the socket is gone.
  response.once('finish', () => {
    isSent = !socket.destroyed;
  });
  response.once('close', () => {
    if (!isSent) gone.abort(new Error('The client left before its answer.'));
  });
  return gone.signal;
}
