import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Viewers } from '@fieldhouse/kit';
import {
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  jsonError,
  type Logger,
  type SubgraphDoor,
} from '@fieldhouse/platform';
import type { GatewayConfig } from '../config.ts';
import { type RequestState, requestState } from '../request-state.ts';
import { corsHeaders, preflight } from './cors.ts';

interface Behind {
  readonly apollo: ApolloServer<RequestState>;
  readonly viewers: Viewers;
  readonly doors: ReadonlyMap<string, SubgraphDoor>;
  readonly readiness: () => Promise<Record<string, boolean>>;
  readonly config: GatewayConfig;
  readonly log: Logger;
}

const SECURITY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'cross-origin',
};

/** The public paths and what answers them. */
export const routes =
  (behind: Behind): HttpHandler =>
  async (request) => {
    const { corsOrigins } = behind.config;
    const answer = request.method === 'OPTIONS' ? preflight(request, corsOrigins) : await route(request, behind);
    return { ...answer, headers: { ...SECURITY, ...corsHeaders(request, corsOrigins), ...answer.headers } };
  };

async function route(request: HttpRequest, behind: Behind): Promise<HttpResponse> {
  switch (request.path) {
    case '/graphql':
      return graphql(request, behind);
    case '/':
      return { status: 302, headers: { location: '/graphql' } };
    case '/healthz':
      return json(200, { status: 'ok' });
    case '/readyz':
      return ready(request, behind);
    case '/.well-known/jwks.json':
      return keys(behind);
    default:
      return jsonError(404, 'NOT_FOUND', 'Nothing here: the endpoint is /graphql');
  }
}

async function graphql(request: HttpRequest, { apollo, viewers, config, log }: Behind): Promise<HttpResponse> {
  if (request.headers['content-encoding']) return jsonError(415, 'BAD_REQUEST', 'Compressed requests are not taken');
  const body = parsed(request);
  if (body instanceof SyntaxError) return jsonError(400, 'BAD_REQUEST', 'The body is not JSON');
  const state = await requestState(request, viewers, config.trustProxy).catch((error: unknown) => {
    log.error({ error }, 'tokens cannot be checked');
    return null;
  });
  if (!state) return jsonError(503, 'SERVICE_UNAVAILABLE', 'Temporarily unavailable');
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, value);
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers, search: request.search, body },
    context: async () => state,
  });
  return {
    status: answer.status ?? 200,
    headers: { 'cache-control': 'no-store', 'x-request-id': state.requestId, ...Object.fromEntries(answer.headers) },
    body: answer.body.kind === 'complete' ? answer.body.string : answer.body.asyncIterator,
  };
}

function parsed({ method, body, headers }: HttpRequest): unknown {
  if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return {};
  try {
    return JSON.parse(body);
  } catch (error) {
    return error as SyntaxError;
  }
}

async function ready({ isDraining }: HttpRequest, { readiness }: Behind): Promise<HttpResponse> {
  const parts = await readiness();
  const isReady = !isDraining && Object.values(parts).every(Boolean);
  return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', parts });
}

async function keys({ doors, log }: Behind): Promise<HttpResponse> {
  try {
    const published = await doors.get('auth')?.fetchJson('/.well-known/jwks.json');
    return {
      ...json(200, published),
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' },
    };
  } catch (error) {
    log.warn({ error }, 'the key set cannot be read');
    return jsonError(503, 'SERVICE_UNAVAILABLE', 'Temporarily unavailable');
  }
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
