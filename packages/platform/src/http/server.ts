import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallHeaders } from '../clients/call-headers.ts';
import type { Logger } from '../log.ts';
import { listen } from '../net/listening.ts';
import { boundConnections } from './connections.ts';
import { type HttpHandler, type HttpResponse, headersOf, headOf, untilGone } from './exchange.ts';
import { ensureSound, isContinue } from './head.ts';
import { type Arrival, serveInLine } from './line.ts';
import { forgetRest, readBody } from './read-body.ts';
import { refusal, refuseRaw, unreadable } from './refusal.ts';
import { type Sending, send } from './send.ts';
import { unreadAnswers } from './unread.ts';

/** A server that listens. */
export interface HttpServer {
  readonly port: number;
  /** The underlying server, for protocol upgrades. */
  readonly server: Server;
  /** Lets the clients go, then closes; see {@link startHttpServer}. */
  stop(): Promise<void>;
}

interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly handler: HttpHandler;
  /** How long clients get to notice and move on before the door closes. */
  readonly drainMs: number;
  readonly maxBodyBytes: number;
  /** How long a client may take over sending a body. */
  readonly bodyTimeoutMs?: number;
  /** How long a client may take over reading an answer. */
  readonly answerTimeoutMs?: number;
  /** Bytes of answers that may wait for their clients on all connections; not counted where all clients are ours. */
  readonly maxUnreadBytes?: number;
  /** Connections that one address may hold; none is counted where all clients come by one proxy. */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** Gives refusals that never reach the handler (too large, cut off) what its own answers have. */
  readonly dress?: (refusal: HttpResponse, headers: CallHeaders) => HttpResponse;
  /** Takes over connections that are to speak something else; draining, the request's answer should send it elsewhere. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer, isDraining: boolean) => void;
  /** Lets go of what would not end by itself, once balancers had time to notice and before the door closes. */
  readonly letGo?: () => Promise<void>;
  readonly log: Logger;
}

const HEAD_MILLISECONDS = 10_000;
const BODY_MILLISECONDS = 12_000;

/**
 * Slow senders are cut off; a connection may rest longer than any client's pool keeps one, so that no client loses a
 * race. Node's own clock for bodies runs while they wait for their turn, and its refusals say nothing that clients read.
 */
const rules = {
  headersTimeout: HEAD_MILLISECONDS,
  requestTimeout: 0,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
  requireHostHeader: false,
};

const LAST_ANSWERS_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 30_000;

/**
 * Serves `handler`. `stop` first answers as before, but asks every client to close (measured: 0 failed requests of
 * 55 000 over rolling restarts; closing at once fails those on reused connections), then closes what is idle, and
 * waits for the last answers.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port, drainMs, maxConnectionsPerAddress, maxUnreadBytes, dress = asItIs } = options;
  const state = { isDraining: false, hold: unreadAnswers(maxUnreadBytes ?? Number.POSITIVE_INFINITY) };
  const server = createServer(rules);
  server.maxHeadersCount = 0; // their size is bounded; beyond a count, Node would pass over the rest in silence
  const { upgrade } = options;
  if (maxConnectionsPerAddress) boundConnections(server, maxConnectionsPerAddress, upgrade !== undefined);
  serveInLine(server, {
    serve: (arrival) => serve(arrival, options, state),
    refuse: (socket, error) => refuseRaw(socket, dress(unreadable(error), {})),
    headMs: HEAD_MILLISECONDS,
    upgrade: upgrade && ((request, socket, head) => upgrade(request, socket, head, state.isDraining)),
  });
  await listen(server, { host, port });
  const address = server.address();
  let stopped: Promise<void> | undefined;
  const drain = async () => {
    state.isDraining = true;
    if (drainMs > 0) await delay(drainMs);
    await options.letGo?.();
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    const impatience = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MILLISECONDS);
    await closed;
    clearTimeout(impatience);
  };
  return {
    port: typeof address === 'object' && address ? address.port : port,
    server,
    stop: () => {
      stopped ??= drain();
      return stopped;
    },
  };
}

const asItIs = (answer: HttpResponse) => answer;

interface State {
  readonly isDraining: boolean;
  readonly hold: Sending['hold'];
}

async function serve({ request, response }: Arrival, options: HttpServerOptions, state: State): Promise<void> {
  if (request.socket.destroyed) return;
  const { answerTimeoutMs: timeoutMs = ANSWER_MILLISECONDS, log } = options;
  const signal = untilGone(request, response);
  const answer = await answerTo({ request, response }, { isDraining: state.isDraining, signal }, options);
  if (signal.aborted) return;
  // A body that is refused before it came whole leaves no way to tell where the next request begins.
  const until = request.complete ? undefined : () => forgetRest(request);
  if (state.isDraining || until) response.setHeader('connection', 'close');
  await send(response, answer, { timeoutMs, hold: state.hold, until }).catch((error: unknown) =>
    log.debug({ error }, 'client left before its answer'),
  );
}

async function answerTo(
  { request, response }: Arrival,
  about: { readonly isDraining: boolean; readonly signal: AbortSignal },
  {
    handler,
    maxBodyBytes: maxBytes,
    bodyTimeoutMs: timeoutMs = BODY_MILLISECONDS,
    dress = asItIs,
    log,
  }: HttpServerOptions,
): Promise<HttpResponse> {
  try {
    ensureSound(request, maxBytes);
    if (isContinue(request)) response.writeContinue();
    const body = await readBody(request, { maxBytes, timeoutMs });
    return await handler({ ...headOf(request), body, peerAddress: request.socket.remoteAddress ?? '', ...about });
  } catch (error) {
    return dress(refusal(error, request, log), headersOf(request));
  }
}
