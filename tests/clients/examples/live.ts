import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { type Client, createClient } from 'graphql-ws';
import type { Session } from './session.ts';

/** Shorter than the ten minutes that an access token lasts. */
const RENEWED_EVERY_MS = 5 * 60_000;

/** A WebSocket for subscriptions, open while somebody listens; `WebSocket` is the browser's own, or the package `ws`. */
export function liveClient(url: string, session: Session, webSocketImpl: unknown): Client {
  let timer: ReturnType<typeof setInterval> | undefined;
  const bearer = () => ({ authorization: `Bearer ${session.accessToken()}` });
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl,
    connectionParams: bearer,
    // 4503 is a server that stops, anything else the network: come again. 4401 and 4429 are never tried again.
    shouldRetry: () => true,
    retryAttempts: 20,
    on: {
      connected: (socket) => {
        // A fresh token in the place of the old one, before that runs out.
        timer = setInterval(async () => {
          await session.renew();
          (socket as WebSocket).send(JSON.stringify({ type: 'ping', payload: bearer() }));
        }, RENEWED_EVERY_MS);
      },
      closed: () => clearInterval(timer),
    },
  });
}

/** The link of Apollo Client that subscribes; `ApolloLink.split` sends subscriptions here and the rest to `HttpLink`. */
export const liveLink = (client: Client): GraphQLWsLink => new GraphQLWsLink(client);
