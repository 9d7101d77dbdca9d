import { type Identity, identityOf } from '../gatekeeper/identity.ts';
import { Refused } from '../gatekeeper/refused.ts';
import { admitted, type Live } from './admission.ts';
import { identityKey } from './credentials.ts';
import { CLOSE, type Connection, subscriberOf } from './websocket-connection.ts';

/** Reads who connects; closes where the token is none of ours, or the person has too many connections. */
export async function signIn(connection: Connection, given: string | undefined, live: Live): Promise<boolean> {
  const { socket } = connection;
  const authorization = given ?? connection.credentials.authorization;
  const identity = await identified(connection, authorization, live);
  if (!identity) return false;
  try {
    if (identity.visitor) connection.place = live.caps.connectionsOfPerson.take(identity.visitor.id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    socket.close(CLOSE.tooMany, error.message);
    return false;
  }
  connection.credentials = { authorization, identity };
  return true;
}

/** Takes a fresh token of the same session in the place of the one that will run out. */
export async function renew(connection: Connection, authorization: string, live: Live): Promise<void> {
  const before = connection.credentials.identity;
  const identity = await identified(connection, authorization, live);
  if (!identity) return;
  const other = whoElse(identity, before);
  if (other) return connection.socket.close(CLOSE.unauthorized, `The token is not of the ${other}`);
  connection.credentials = { authorization, identity };
  if (identityKey(identity) === identityKey(before)) return;
  const subscriber = subscriberOf(connection);
  for (const [subscription, asked] of connection.current)
    admitted(asked, subscriber, live).then(subscription.goOnAs, (error: unknown) => {
      const errors = error instanceof Refused ? error.errors : [{ message: 'Something went wrong' }];
      subscription.end({ errors });
    });
}

/** Whose a token is not that follows another. */
function whoElse({ visitor }: Identity, { visitor: before }: Identity): string | undefined {
  if (visitor?.id !== before?.id) return 'person who connected';
  return visitor?.sessionId === before?.sessionId ? undefined : 'session that connected';
}

async function identified(connection: Connection, authorization: string | undefined, { viewers, log }: Live) {
  try {
    const identity = await identityOf(authorization, viewers, log);
    if (!identity.tokenProblem) return identity;
    connection.socket.close(CLOSE.unauthorized, identity.tokenProblem);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    connection.socket.close(CLOSE.unavailable, error.message);
  }
  return undefined;
}

/** `{ authorization: "Bearer …" }`, in whatever case clients write it. */
export function authorizationIn(payload: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const value = payload?.authorization ?? payload?.Authorization;
  return typeof value === 'string' ? value : undefined;
}
