import type { RunningSubgraph } from '@fieldhouse/kit';
import {
  BadSignature,
  type Config,
  createSignatureVerifier,
  type GraphQLRequestBody,
  type HttpRequest,
  type HttpResponse,
  type HttpServer,
  jsonError,
  type Logger,
  startHttpServer,
} from '@fieldhouse/platform';

// What the gateway lets a client send is its own matter: one page of references is more than one request.
const MAX_BODY_BYTES = 16_000_000;

/** A subgraph's own HTTP server. Everything but health and published documents needs the signature of the gateway or a peer. */
export async function serveSubgraph(
  subgraph: RunningSubgraph,
  routingUrl: URL,
  config: Config,
  log: Logger,
): Promise<HttpServer> {
  const verify = createSignatureVerifier({
    recipient: subgraph.name,
    secret: config.internalSecret,
    staticKey: config.internalKey,
  });
  const answer = async (request: HttpRequest): Promise<HttpResponse> => {
    const { caller } = verify({ ...request, path: request.path + request.search });
    const body = parseBody(request.body);
    if (!body) return jsonError(400, 'BAD_USER_INPUT', 'Not a GraphQL request.');
    return json(200, await subgraph.answer(body, request.headers, caller));
  };
  return startHttpServer({
    host: config.host,
    port: Number(routingUrl.port || 80),
    drainMs: config.drainMs,
    maxBodyBytes: MAX_BODY_BYTES,
    log,
    handler: async (request) => {
      if (request.path === '/healthz') return json(200, { status: 'ok' });
      if (request.path === '/readyz') return readiness(request, subgraph);
      if (request.method === 'POST' && request.path === routingUrl.pathname)
        return answer(request).catch((error: unknown) => refuse(error, log));
      const document = request.method === 'GET' ? await subgraph.document(request.path) : undefined;
      return document === undefined ? jsonError(404, 'NOT_FOUND', 'Nothing here.') : json(200, document);
    },
  });
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

async function readiness({ isDraining }: HttpRequest, subgraph: RunningSubgraph): Promise<HttpResponse> {
  const isReady = !isDraining && (await subgraph.healthy());
  return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready' });
}

function parseBody(text: string): GraphQLRequestBody | null {
  try {
    const body: unknown = JSON.parse(text);
    const isRequest = typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string';
    return isRequest ? (body as GraphQLRequestBody) : null;
  } catch {
    return null;
  }
}

function refuse(error: unknown, log: Logger): HttpResponse {
  if (!(error instanceof BadSignature)) throw error;
  log.warn({ reason: error.reason }, 'request refused');
  return jsonError(401, error.code, error.message);
}
