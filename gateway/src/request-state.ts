import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { type CallHeaders, type HttpRequest, withDeadline } from '@fieldhouse/platform';
import type { Admitted } from './gatekeeper/gatekeeper.ts';
import { type Identity, NOBODY } from './gatekeeper/identity.ts';

/** What the gateway knows of one request; Apollo Server carries it as the operation's context. */
export interface RequestState {
  readonly requestId: string;
  /** What the gatekeeper let in; `null` for what is no operation, which Apollo Server refuses by itself. */
  readonly admitted: Admitted | null;
  readonly identity: Identity;
  /** What goes along to subgraphs: made here from what is known, never copied from what a client claims. */
  readonly forward: CallHeaders;
  /** Fires when nobody waits for the answer any longer: its client left, or its time is over. */
  readonly signal: AbortSignal;
  /** Fires when the request's time is over: what has come by then is the answer. */
  readonly deadline: AbortSignal;
  /** What the log will say of it. */
  readonly outcome: Record<string, unknown>;
  /** Of a subscription: the version after which its owner is asked for the next, and the one that it answered with. */
  readonly live?: { readonly after: number | undefined; version?: number };
}

const REQUEST_ID = /^[\w-]{8,64}$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The id that a request is known by: its own where it has a proper one. */
export const requestIdOf = ({ 'x-request-id': given = '' }: CallHeaders): string =>
  REQUEST_ID.test(given) ? given : randomUUID();

/** What is known of a request that was let in. */
export function requestState(
  request: HttpRequest,
  {
    trustProxy,
    millisecondsLeft,
    ...known
  }: Pick<RequestState, 'requestId' | 'admitted' | 'signal' | 'deadline' | 'outcome'> & {
    readonly trustProxy: number;
    /** Until the request's time is over. */
    readonly millisecondsLeft: number;
  },
): RequestState {
  const { authorization, traceparent, 'user-agent': agent } = request.headers;
  const identity = known.admitted?.identity ?? NOBODY;
  const { requestId } = known;
  const address = clientAddress(request, trustProxy);
  const authorised = identity.visitor ? authorization : undefined;
  return {
    ...known,
    identity,
    forward: forwarded({ authorization: authorised, requestId, address, agent, traceparent, millisecondsLeft }),
  };
}

/** What goes along to subgraphs. */
export const forwarded = (known: {
  readonly authorization: string | undefined;
  readonly requestId: string;
  readonly address: string;
  readonly agent: string | undefined;
  readonly traceparent?: string | undefined;
  readonly millisecondsLeft: number;
}): CallHeaders =>
  withDeadline(
    {
      authorization: known.authorization,
      'x-request-id': known.requestId,
      'x-client-address': known.address,
      'x-client-agent': known.agent?.replace(/[^\x20-\x7E]/g, '').slice(0, 300),
      traceparent: TRACEPARENT.test(known.traceparent ?? '') ? known.traceparent : undefined,
    },
    known.millisecondsLeft,
  );

type Peer = Pick<HttpRequest, 'headers' | 'peerAddress'>;

/** The client as the outermost trusted proxy saw it: entries further left are what the client itself claims. */
export function clientAddress({ headers, peerAddress }: Peer, trustProxy: number): string {
  const claimed = (headers['x-forwarded-for'] ?? '').split(',').flatMap((hop) => hop.trim() || []);
  const hops = [...claimed, peerAddress];
  const address = hops[Math.max(0, hops.length - 1 - trustProxy)] ?? '';
  return (isIP(address) ? address : peerAddress).replace(/^::ffff:/, '');
}
