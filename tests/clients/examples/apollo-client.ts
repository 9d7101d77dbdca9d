import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { relayStylePagination } from '@apollo/client/utilities';
import { from, mergeMap } from 'rxjs';
import type { Session } from './session.ts';

declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface Query {
        errorPolicy: 'all';
      }
      interface WatchQuery {
        errorPolicy: 'all';
      }
    }
  }
}

/** Apollo Client for the club. */
export function apolloClient(url: string, session: Session): ApolloClient {
  const withToken = new SetContextLink(({ headers }) => {
    const token = session.accessToken();
    return token ? { headers: { ...headers, authorization: `Bearer ${token}` } } : { headers };
  });
  // UNAUTHENTICATED: the access token has run out. Renew it, then ask once more.
  const renewing = new ErrorLink(({ error, operation, forward }) => {
    const isOver =
      CombinedGraphQLErrors.is(error) && error.errors.some((it) => it.extensions?.code === 'UNAUTHENTICATED');
    if (!isOver || !session.accessToken() || operation.getContext().isRepeated) return;
    operation.setContext({ isRepeated: true });
    return from(session.renew()).pipe(mergeMap(() => forward(operation)));
  });
  return new ApolloClient({
    link: ApolloLink.from([renewing, withToken, new HttpLink({ uri: url })]),
    clientAwareness: { name: 'club-app', version: '1.0.0' },
    cache: new InMemoryCache({
      typePolicies: {
        Query: { fields: { teams: relayStylePagination(['filter']) } },
        Team: { fields: { members: relayStylePagination() } },
      },
    }),
    // A part of the house that is away costs its own fields: show what came, and say what is missing.
    defaultOptions: { query: { errorPolicy: 'all' }, watchQuery: { errorPolicy: 'all' } },
  });
}
