import relay, { type FetchFunction, type GraphQLResponseWithData } from 'relay-runtime';
import type { Session } from './session.ts';

const { Environment, Network, RecordSource, Store } = relay;

/** Relay's environment for the club: lists are connections, ids are global, as Relay expects. */
export function relayEnvironment(url: string, session: Session) {
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
  return new Environment({ network: Network.create(fetchOperation), store: new Store(new RecordSource()) });
}
