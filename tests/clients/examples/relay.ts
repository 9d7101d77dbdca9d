import type { Client } from 'graphql-ws';
import relay, {
  type FetchFunction,
  type GraphQLResponse,
  type GraphQLResponseWithData,
  type SubscribeFunction,
} from 'relay-runtime';
import type { Session } from './session.ts';

const { Environment, Network, Observable, RecordSource, Store } = relay;

/**
 * Relay's environment for the club: lists are connections, ids are global, as Relay expects. It subscribes by
 * `liveClient(url, session, WebSocket)`; the version seen last goes into `cacheConfig.metadata`, as `{ live: { version: 7 } }`.
 */
export function relayEnvironment(url: string, session: Session, socket: Client) {
  const ask = async (query: string | null | undefined, variables: object) => {
    const token = session.accessToken();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphQLResponseWithData;
  };
  const fetchOperation: FetchFunction = async ({ text }, variables) => {
    const answer = await ask(text, variables);
    const isOver = answer.errors?.some((it) => Object(it).extensions?.code === 'UNAUTHENTICATED');
    if (!isOver || !session.accessToken()) return answer;
    await session.renew();
    return ask(text, variables);
  };
  const subscribe: SubscribeFunction = ({ text, name }, variables, { metadata }) =>
    Observable.create<GraphQLResponse>((sink) =>
      socket.subscribe({ query: text ?? '', operationName: name, variables, extensions: metadata }, sink as never),
    );
  return new Environment({ network: Network.create(fetchOperation, subscribe), store: new Store(new RecordSource()) });
}
