import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { Unauthenticated, type Viewer, type Viewers } from '@fieldhouse/kit';
import type { CallHeaders, HttpRequest } from '@fieldhouse/platform';

/** What the gateway knows of one request; Apollo Server carries it as the operation's context. */
export interface RequestState {
  readonly requestId: string;
  readonly visitor: Viewer | null;
  /** Why the token that came along is not honoured. The request goes on as nobody's, so that an old token does not keep anybody from signing in. */
  readonly tokenProblem: string | null;
  /** What goes along to subgraphs: made here from what is known, never copied from what a client claims. */
  readonly forward: CallHeaders;
  /** Fires when the client leaves before its answer; work that only it waits for may stop. */
  readonly signal: AbortSignal;
  /** What the log will say of it. */
  readonly outcome: Record<string, unknown>;
}

const REQUEST_ID = /^[\w-]{8,64}$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The id that a request is known by: its own where it has a proper one. */
export const requestIdOf = ({ 'x-request-id': given = '' }: CallHeaders): string =>
  REQUEST_ID.test(given) ? given : randomUUID();

/** Reads who sends a request. Rejects only when tokens cannot be checked at all. */
export async function requestState(
  request: HttpRequest,
  requestId: string,
  { viewers, trustProxy }: { viewers: Viewers; trustProxy: number },
): Promise<RequestState> {
  const { authorization, traceparent = '', 'user-agent': agent } = request.headers;
  const { visitor, tokenProblem } = await visitorOf(authorization, viewers);
  return {
    requestId,
    visitor,
    tokenProblem,
    forward: {
      authorization: visitor ? authorization : undefined,
      'x-request-id': requestId,
      'x-client-address': clientAddress(request, trustProxy),
      'x-client-agent': agent?.replace(/[^\x20-\x7E]/g, '').slice(0, 300),
      traceparent: TRACEPARENT.test(traceparent) ? traceparent : undefined,
    },
    signal: request.signal,
    outcome: {},
  };
}

async function visitorOf(authorization: string | undefined, viewers: Viewers) {
  try {
    return { visitor: await viewers.fromAuthorization(authorization), tokenProblem: null };
  } catch (error) {
    if (!(error instanceof Unauthenticated)) throw error;
    return { visitor: null, tokenProblem: error.message };
  }
}

type Peer = Pick<HttpRequest, 'headers' | 'peerAddress'>;

/** The client as the outermost trusted proxy saw it: entries further left are what the client itself claims. */
export function clientAddress({ headers, peerAddress }: Peer, trustProxy: number): string {
  const claimed = (headers['x-forwarded-for'] ?? '').split(',').flatMap((hop) => hop.trim() || []);
  const hops = [...claimed, peerAddress];
  const address = hops[Math.max(0, hops.length - 1 - trustProxy)] ?? '';
  return (isIP(address) ? address : peerAddress).replace(/^::ffff:/, '');
}
