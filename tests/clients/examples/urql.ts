import { Client, cacheExchange, fetchExchange, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import type { Client as Socket } from 'graphql-ws';
import type { Session } from './session.ts';

/**
 * urql for the club. It sends queries by GET where they are short, which an `authorization` header makes safe, and subscribes by
 * `liveClient(url, session, WebSocket)`.
 */
export const urqlClient = (url: string, session: Session, socket: Socket): Client =>
  new Client({
    url,
    preferGetMethod: 'within-url-limit',
    exchanges: [
      cacheExchange,
      authExchange(async ({ appendHeaders }) => ({
        addAuthToOperation: (operation) => {
          const token = session.accessToken();
          return token ? appendHeaders(operation, { authorization: `Bearer ${token}` }) : operation;
        },
        didAuthError: ({ graphQLErrors }) => graphQLErrors.some((it) => it.extensions.code === 'UNAUTHENTICATED'),
        refreshAuth: session.renew,
      })),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables, operationName, extensions }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ query, variables, operationName, extensions }, sink),
          }),
        }),
      }),
    ],
  });
