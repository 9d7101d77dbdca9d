import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type HttpResponse, headOf, jsonError, refuseRaw } from '@fieldhouse/platform';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Asked } from '../gatekeeper/asked.ts';
import { Refused } from '../gatekeeper/refused.ts';
import { refusalResponse } from '../http/refusal.ts';
import { requestIdOf } from '../request-state.ts';
import { admitted, begin, type Live, placeFor } from './admission.ts';
import type { Place } from './caps.ts';
import type { Subscription } from './hub.ts';
import { authorizationIn, renew, signIn } from './sign-in.ts';
import { sinceOf } from './since.ts';
import { Ended } from './told.ts';
import { CLOSE, type Connection, newConnection, sendTo, subscriberOf } from './websocket-connection.ts';

/** WebSockets at the endpoint. */
export interface WebSockets {
  /** Takes a connection over, or says why not. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, isDraining: boolean) => void;
  /** Sends all clients elsewhere. */
  readonly drain: () => Promise<void>;
  readonly stop: () => void;
}

interface Doorway {
  /** Throws `HttpError` where this is not the place; checks what is asked of every request. */
  readonly ensureWelcome: (head: ReturnType<typeof headOf>) => void;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly dress: (refusal: HttpResponse, headers: IncomingMessage['headers']) => HttpResponse;
  readonly answerBytes: number;
}

/** Answers of ours to messages of the client's that it does not read: more than that is no client. */
const UNREAD_BYTES = 1_000_000;
const CLOSING_MS = 1_000;

/** Serves subscriptions by WebSocket, in the protocol graphql-transport-ws. */
export function serveWebSockets(live: Live, door: Doorway): WebSockets {
  const { caps, limits, times, log } = live;
  const connections = new Set<Connection>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    // Compressed frames are small to send and large to read.
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const protocol = protocolServer(live);

  const accept = (socket: WebSocket, request: IncomingMessage, place: Place) => {
    const connection = newConnection(socket, request, live, door.addressOf(request));
    connections.add(connection);
    live.tokens.add(connection.lasting);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: sendTo(socket, door.answerBytes + UNREAD_BYTES),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (hear) => socket.on('message', (data) => void heard(connection, () => hear(String(data)), log)),
        // What came along is not sent back: it may be a token.
        onPing: async () => sendTo(socket, UNREAD_BYTES)('{"type":"pong"}'),
      },
      connection,
    );
    socket.on('pong', () => {
      connection.isAlive = true;
    });
    socket.on('error', (error) => log.debug({ error }, 'a WebSocket broke'));
    socket.once('close', (code, reason) => {
      connections.delete(connection);
      live.tokens.remove(connection.lasting);
      connection.gone.abort();
      connection.place();
      place();
      void closed(code, String(reason));
    });
  };

  const pings = setInterval(() => {
    for (const connection of connections) {
      if (!connection.isAlive) connection.socket.terminate();
      connection.isAlive = false;
      if (connection.socket.readyState === connection.socket.OPEN) connection.socket.ping();
    }
  }, times.pingMs).unref();

  return {
    upgrade: (request, socket, head, isDraining) => {
      const refuse = (refusal: HttpResponse) => refuseRaw(socket, door.dress(refusal, request.headers));
      try {
        const known = headOf(request);
        door.ensureWelcome(known);
        if (isDraining) return refuse(jsonError(503, 'SERVICE_UNAVAILABLE', 'Temporarily unavailable'));
        const place = caps.connectionsOfAddress.take(door.addressOf(request));
        socket.once('close', place);
        sockets.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, request, place));
      } catch (error) {
        if (error instanceof Refused) return refuse(refusalResponse(error, {}, requestIdOf({})));
        const { status, code, message } = error as { status?: number; code?: string; message: string };
        if (!status || !code) throw error;
        refuse(jsonError(status, code, message));
      }
    },
    drain: async () => {
      const closing = [...connections].map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
      for (const { socket } of connections) socket.close(CLOSE.drained, 'This server stops: connect again');
      await Promise.race([Promise.all(closing), delay(CLOSING_MS, undefined, { ref: false })]);
      for (const { socket } of connections) socket.terminate();
    },
    stop: () => {
      clearInterval(pings);
      sockets.close();
    },
  };
}

async function heard(connection: Connection, hear: () => Promise<void>, log: Live['log']): Promise<void> {
  connection.isAlive = true;
  try {
    await hear();
  } catch (error) {
    log.debug({ error }, 'a message by WebSocket could not be taken');
    connection.socket.close(4400, 'This message is not understood');
  }
}

/** The protocol, by what this gateway lets in and tells. */
function protocolServer(live: Live): Server<Connection> {
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: live.times.initMs,
    onConnect: ({ extra, connectionParams }) => signIn(extra, authorizationIn(connectionParams), live),
    onPing: async ({ extra }, payload) => {
      const authorization = authorizationIn(payload);
      if (authorization !== undefined) await renew(extra, authorization, live);
    },
    onSubscribe: async ({ extra }, _, payload) => {
      const place = placeIn(extra, live);
      if (!(typeof place === 'function')) return place;
      try {
        const asked = {
          query: payload.query,
          operationName: payload.operationName ?? undefined,
          variables: payload.variables ?? undefined,
        };
        const since = sinceOf(payload.extensions);
        const admission = await admitted(asked, subscriberOf(extra), live);
        const { operation, variables, identity } = admission;
        const { schema, document, name: operationName } = operation;
        note(live, { operation: operationName?.slice(0, 100), viewer: identity.visitor?.id });
        const contextValue = { asked, admitted: admission, since, connection: extra, place };
        return { schema, document, operationName, variableValues: variables, contextValue };
      } catch (error) {
        place();
        if (!(error instanceof Refused)) throw error;
        note(live, { viewer: extra.credentials.identity.visitor?.id, codes: error.codes });
        return error.errors.map(asError);
      }
    },
    onNext: (_, __, ___, ____, result) => result as never,
    subscribe: ({ contextValue }) => subscribed(contextValue as Beginning, live).results as never,
    onError: (_, __, ___, [error]) =>
      error?.originalError instanceof Ended && typeof error.originalError.ending === 'object'
        ? [...error.originalError.ending.errors]
        : undefined,
  });
}

interface Beginning {
  readonly asked: Asked;
  readonly admitted: Awaited<ReturnType<typeof admitted>>;
  readonly since: number | undefined;
  readonly connection: Connection;
  readonly place: Place;
}

function subscribed({ connection, place, ...subscription }: Beginning, { hub }: Live): Subscription {
  const left = () => {
    connection.current.delete(under);
    place();
  };
  const under: Subscription = begin(subscription, subscriberOf(connection), { hub, left });
  connection.current.set(under, subscription.asked);
  return under;
}

/** A place for one more subscription, or why there is none. */
function placeIn(connection: Connection, { caps }: Live): Place | GraphQLError[] {
  try {
    const own = connection.subscriptions.take('');
    try {
      const shared = placeFor(subscriberOf(connection), caps);
      return () => {
        own();
        shared();
      };
    } catch (error) {
      own();
      throw error;
    }
  } catch (error) {
    if (error instanceof Refused) return error.errors.map(asError);
    throw error;
  }
}

const asError = ({ message, locations: _, extensions }: GraphQLFormattedError): GraphQLError =>
  new GraphQLError(message, { extensions });

const note = ({ log }: Live, fields: object) =>
  log.info({ ...fields, kind: 'subscription', by: 'websocket' }, 'request');
