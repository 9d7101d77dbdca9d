import { setMaxListeners } from 'node:events';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Viewers } from '@fieldhouse/kit';
import { HttpError, type HttpRequest, type HttpResponse, jsonError, type Logger } from '@fieldhouse/platform';
import type { Asked } from '../gatekeeper/asked.ts';
import type { Admitted, Gatekeeper } from '../gatekeeper/gatekeeper.ts';
import { identityOf } from '../gatekeeper/identity.ts';
import { Refused } from '../gatekeeper/refused.ts';
import { inTurn } from '../in-turn.ts';
import type { Lanes } from '../lanes.ts';
import { type EventStreams, refusedStream } from '../live/event-stream.ts';
import { clientAddress, type RequestState, requestState } from '../request-state.ts';
import { ensureFits } from './answer-size.ts';
import { askedBy, ensureReadable, extensionsOf } from './asked.ts';
import { bodyOf } from './body.ts';
import { ensureMeant } from './csrf.ts';
import { ensureAcceptable, wantsStream } from './media.ts';
import { refusalResponse } from './refusal.ts';

/** What answers operations. */
export interface GraphQLBehind {
  readonly gatekeeper: Gatekeeper;
  readonly lanes: Lanes;
  readonly apollo: ApolloServer<RequestState>;
  /** Answers a subscription as a stream of events. */
  readonly openStream: EventStreams['open'];
  readonly viewers: Viewers;
  /** Which web pages may read answers, by their origin. */
  readonly mayRead: (origin: string) => boolean;
  readonly trustProxy: number;
  readonly requestTimeoutMs: number;
  /** Bytes that one answer may have. */
  readonly answerBytes: number;
  readonly log: Logger;
}

/** Answers one request to the endpoint, and logs it in one line. */
export async function graphql(request: HttpRequest, requestId: string, behind: GraphQLBehind): Promise<HttpResponse> {
  const began = performance.now();
  const outcome: Record<string, unknown> = {};
  const answer = await answerTo(request, { requestId, outcome }, behind);
  const ms = Math.round((performance.now() - began) * 10) / 10;
  behind.log.info({ requestId, ...outcome, status: answer.status, ms }, 'request');
  return answer;
}

/** What is known of a request from the beginning, and what its line in the log will say. */
interface Noted {
  readonly requestId: string;
  readonly outcome: Record<string, unknown>;
}

async function answerTo(request: HttpRequest, noted: Noted, behind: GraphQLBehind): Promise<HttpResponse> {
  const { requestId, outcome } = noted;
  const endsAt = Date.now() + behind.requestTimeoutMs;
  const deadline = AbortSignal.timeout(behind.requestTimeoutMs);
  const signal = AbortSignal.any([request.signal, deadline]);
  // Every fetch of an operation listens, and what it costs bounds how many there are.
  setMaxListeners(0, request.signal, deadline, signal);
  try {
    const json = await inTurn(() => readOperation(request, behind), request.body.length / BYTES_PER_STEP, signal);
    const asked = askedBy(request, json);
    const admitted = asked && (await admittedBy({ request, asked, requestId, signal }, behind));
    if (asked && admitted?.operation.node.operation === 'subscription')
      return subscribed(request, { ...noted, asked, admitted, extensions: extensionsOf(request, json) }, behind);
    if (request.method === 'GET' && admitted && admitted.operation.node.operation !== 'query') return onlyByPost;
    outcome.viewer = admitted?.identity.visitor?.id;
    const known = { requestId, admitted, signal, deadline, outcome, trustProxy: behind.trustProxy };
    const answer = async () => {
      const state = requestState(request, { ...known, millisecondsLeft: endsAt - Date.now() });
      const answered = await execute(request, json, state, behind);
      ensureFits(answered, behind.answerBytes);
      return answered;
    };
    return admitted ? await behind.lanes.pass(admitted, answer, signal) : await answer();
  } catch (error) {
    if (error instanceof Refused && error.status < 429 && wantsStream(request.headers)) {
      Object.assign(outcome, { errors: error.errors.length, codes: error.codes });
      return refusedStream(error, requestId);
    }
    if (error instanceof HttpError) return jsonError(error.status, error.code, error.message);
    if (!(error instanceof Refused)) throw error;
    Object.assign(outcome, { errors: error.errors.length, codes: error.codes });
    return refusalResponse(error, request.headers, requestId);
  }
}

/** Answers a subscription as a stream; it needs no time limit of ours, and the line of its connection is its own. */
function subscribed(
  request: HttpRequest,
  subscription: Noted & { readonly asked: Asked; readonly admitted: Admitted; readonly extensions: unknown },
  { openStream, trustProxy }: GraphQLBehind,
): HttpResponse {
  if (!wantsStream(request.headers)) return onlyAsStream;
  const { outcome, admitted } = subscription;
  const { operation, identity } = admitted;
  Object.assign(outcome, {
    operation: operation.name?.slice(0, 100),
    kind: 'subscription',
    viewer: identity.visitor?.id,
  });
  return openStream(request, { ...subscription, address: clientAddress(request, trustProxy) });
}

/** Reading JSON is quicker than anything that is done with it afterwards. */
const BYTES_PER_STEP = 50;

const onlyByPost = jsonError(405, 'METHOD_NOT_ALLOWED', 'By GET there are only queries', { allow: 'POST' });

const onlyAsStream = jsonError(
  406,
  'NOT_ACCEPTABLE',
  'A subscription is answered as a stream: send accept: text/event-stream, or subscribe by WebSocket',
);

/** The body of a POST; a GET has its operation in the URL. Throws `HttpError` for what is no request of a GraphQL client. */
function readOperation(request: HttpRequest, { mayRead }: GraphQLBehind): Readonly<Record<string, unknown>> {
  ensureAcceptable(request.headers);
  if (request.method === 'POST') return bodyOf(request);
  ensureReadable(request.search);
  ensureMeant(request.headers, mayRead);
  return {};
}

/** What the gatekeeper let in. */
async function admittedBy(
  { request, asked, requestId, signal }: { request: HttpRequest; asked: Asked; requestId: string; signal: AbortSignal },
  { gatekeeper, viewers, trustProxy, log }: GraphQLBehind,
): Promise<Admitted> {
  const { authorization } = request.headers;
  const address = clientAddress(request, trustProxy);
  return gatekeeper.admit(asked, {
    name: authorization ?? address,
    identity: () => identityOf(authorization, viewers, log.child({ requestId })),
    address,
    signal,
  });
}

async function execute(
  request: HttpRequest,
  body: unknown,
  state: RequestState,
  { apollo }: GraphQLBehind,
): Promise<HttpResponse> {
  const { method, search } = request;
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, search, headers: headerMap(request), body },
    context: async () => state,
  });
  return {
    status: answer.status ?? 200,
    headers: { 'cache-control': 'no-store', ...Object.fromEntries(answer.headers) },
    body: answer.body.kind === 'complete' ? answer.body.string : answer.body.asyncIterator,
  };
}

function headerMap({ headers }: HttpRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) map.set(name, value);
  return map;
}
