import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Asked } from '../gatekeeper/asked.ts';
import { NOBODY } from '../gatekeeper/identity.ts';
import type { Live, Subscriber } from './admission.ts';
import { type Cap, capOf, type Place } from './caps.ts';
import type { Credentials } from './credentials.ts';
import type { Subscription } from './hub.ts';
import { type Lasting, OVER } from './token-watch.ts';

/** Closing codes of the protocol (graphql-transport-ws) and ours. */
export const CLOSE = { unauthorized: 4401, tooMany: 4429, drained: 4503, unavailable: 4503 } as const;

/** What a WebSocket is known by. */
export interface Connection {
  readonly socket: WebSocket;
  readonly address: string;
  readonly agent: string | undefined;
  readonly gone: AbortController;
  readonly turn: () => Promise<() => void>;
  readonly subscriptions: Cap;
  /** Those under way, each with what was asked. */
  readonly current: Map<Subscription, Asked>;
  readonly lasting: Lasting;
  credentials: Credentials;
  /** Its place among the person's connections. */
  place: Place;
  isAlive: boolean;
}

/** A connection of nobody yet. */
export function newConnection(socket: WebSocket, request: IncomingMessage, live: Live, address: string): Connection {
  const connection: Connection = {
    socket,
    address,
    agent: request.headers['user-agent'],
    gone: new AbortController(),
    turn: oneAtATime(),
    subscriptions: capOf(live.limits.subscriptionsPerConnection, 'subscriptions of one connection'),
    current: new Map(),
    lasting: {
      bearer: () => connection.credentials.identity.bearer,
      tokenIsOver: (why) => socket.close(CLOSE.unauthorized, OVER[why]),
    },
    // Programs may say by a header what pages can say in connection_init alone.
    credentials: { authorization: request.headers.authorization, identity: NOBODY },
    place: () => undefined,
    isAlive: true,
  };
  // Every subscription that is let in listens, and what it costs bounds how many there are.
  setMaxListeners(0, connection.gone.signal);
  return connection;
}

/** Who subscribes by it. */
export const subscriberOf = (connection: Connection): Subscriber => ({
  credentials: () => connection.credentials,
  address: connection.address,
  agent: connection.agent,
  signal: connection.gone.signal,
  turn: connection.turn,
});

/** Lets one result at a time go out on a connection: while it is on its way, what comes after can still be replaced. */
export function oneAtATime(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    let release = () => {};
    last = new Promise((resolve) => (release = resolve));
    await before;
    return release;
  };
}

/**
 * Sends a text; resolves when the system has taken it. A client that lets answers to its own messages pile up beyond
 * `mostUnread` bytes loses its connection.
 */
export function sendTo(socket: WebSocket, mostUnread: number): (text: string) => Promise<void> {
  return (text) => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > mostUnread) {
      socket.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => socket.send(text, () => resolve()));
  };
}
