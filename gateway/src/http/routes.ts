import { type CallHeaders, type HttpRequest, type HttpResponse, jsonError } from '@fieldhouse/platform';
import type { Readiness } from '../readiness.ts';
import { requestIdOf } from '../request-state.ts';
import { preflight } from './cors.ts';
import { dressed } from './dress.ts';
import { type GraphQLBehind, graphql } from './graphql.ts';
import { json } from './json.ts';

/** What the public paths lead to. */
export interface Behind extends GraphQLBehind {
  readonly corsOrigins: readonly string[];
  readonly readiness: () => Promise<Readiness>;
  readonly keys: () => Promise<HttpResponse>;
}

/** The public paths and what answers them. */
export function routes(behind: Behind) {
  const { corsOrigins } = behind;
  const dress = (answer: HttpResponse, asked: CallHeaders, requestId = requestIdOf(asked)) =>
    dressed(answer, { requestId, asked, corsOrigins });
  return {
    handler: async (request: HttpRequest): Promise<HttpResponse> => {
      const requestId = requestIdOf(request.headers);
      return dress(await route(request, requestId, behind), request.headers, requestId);
    },
    /** For refusals that the HTTP server makes itself. */
    dress: (refusal: HttpResponse, asked: CallHeaders) => dress(refusal, asked),
  };
}

async function route(request: HttpRequest, requestId: string, behind: Behind): Promise<HttpResponse> {
  if (request.method === 'OPTIONS') return preflight(request.headers, behind.corsOrigins);
  switch (request.path) {
    case '/graphql':
      return graphql(request, requestId, behind);
    case '/':
      return { status: 302, headers: { location: '/graphql' } };
    case '/healthz':
      return json(200, { status: 'ok' });
    case '/readyz':
      return ready(request, behind);
    case '/.well-known/jwks.json':
      return behind.keys();
    default:
      return jsonError(404, 'NOT_FOUND', 'Nothing here: the endpoint is /graphql');
  }
}

async function ready({ isDraining }: HttpRequest, { readiness }: Behind): Promise<HttpResponse> {
  if (isDraining) return json(503, { status: 'draining' });
  const { isReady, parts } = await readiness();
  return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', parts });
}
