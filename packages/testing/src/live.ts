import { createClient as sseClient } from 'graphql-sse';
import { type Client, createClient as webSocketClient } from 'graphql-ws';
import WebSocket from 'ws';

/** What a subscription is told. */
export interface Told {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the test's own document, which no type knows here
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
  readonly extensions?: { readonly live?: { readonly version: number | null; readonly coalesced?: number } };
}

/** A subscription, result by result. */
export interface Listening {
  /** The next result; rejects where the subscription was refused, `undefined` where it is over. */
  next(): Promise<Told | undefined>;
  stop(): void;
}

/** One subscription: what it asks, and the version that it has seen. */
export interface Asking {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly since?: number;
}

/** Ways to subscribe, each by the library that clients use. */
export type Listen = (url: string, asking: Asking, as?: { readonly token: string }) => Listening;

const request = ({ query, variables, since }: Asking) => ({
  query,
  ...(variables ? { variables } : {}),
  ...(since === undefined ? {} : { extensions: { live: { version: since } } }),
});

const listening = (iterator: AsyncIterator<unknown>, stop: () => void): Listening => ({
  next: async () => {
    const { done, value } = await iterator.next();
    return done ? undefined : (value as Told);
  },
  stop,
});

/** A client by WebSocket, as graphql-ws makes it. */
export const webSocketTo = (url: string, as?: { readonly token: string }, options: object = {}): Client =>
  webSocketClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(as ? { connectionParams: { authorization: `Bearer ${as.token}` } } : {}),
    ...options,
  });

/** Subscribes by WebSocket. */
export const byWebSocket: Listen = (url, asking, as) => {
  const client = webSocketTo(url, as);
  return listening(client.iterate(request(asking)), () => void client.dispose());
};

/** Subscribes by an event stream. */
export const byEventStream: Listen = (url, asking, as) => {
  const client = sseClient({ url, retryAttempts: 0, headers: as ? { authorization: `Bearer ${as.token}` } : {} });
  return listening(client.iterate(request(asking)), () => client.dispose());
};
