import { randomUUID } from 'node:crypto';
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
  readonly began: number;
}

const REQUEST_ID = /^[\w-]{8,64}$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Reads a request's identity. Rejects only when tokens cannot be checked at all. */
export async function requestState(request: HttpRequest, viewers: Viewers, trustProxy: number): Promise<RequestState> {
  const { authorization, traceparent, 'x-request-id': given = '', 'user-agent': agent } = request.headers;
  const requestId = REQUEST_ID.test(given) ? given : randomUUID();
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
      traceparent: traceparent && TRACEPARENT.test(traceparent) ? traceparent : undefined,
    },
    began: performance.now(),
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

/** The client as the outermost trusted proxy saw it: entries further left are what the client itself claims. */
export function clientAddress(
  { headers, peerAddress }: Pick<HttpRequest, 'headers' | 'peerAddress'>,
  trustProxy: number,
): string {
  const hops = [
    ...(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((hop) => hop.trim())
      .filter(Boolean),
    peerAddress,
  ];
  const address = hops[Math.max(0, hops.length - 1 - trustProxy)] ?? peerAddress;
  return address.replace(/^::ffff:/, '');
}
