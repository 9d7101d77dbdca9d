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
  type KeyValue,
  type Logger,
  type Signatures,
  startHttpServer,
  watchSignatures,
} from '@fieldhouse/platform';

// What the gateway lets a client send is its own matter: one page of references is more than one request.
const MAX_BODY_BYTES = 16_000_000;

/** What a subgraph has besides to go by. */
interface Neighbours {
  readonly keyValue?: KeyValue;
  /** Whether peers refuse what this process signs. */
  readonly isRefusedByPeers?: () => Promise<boolean>;
}

/** A subgraph's own HTTP server. Everything but health and published documents needs the signature of the gateway or a peer. */
export async function serveSubgraph(
  subgraph: RunningSubgraph,
  routingUrl: URL,
  config: Config,
  log: Logger,
  { keyValue, isRefusedByPeers = async () => false }: Neighbours = {},
): Promise<HttpServer> {
  const verify = createSignatureVerifier({
    recipient: subgraph.name,
    secret: config.internalSecret,
    staticKey: config.internalKey,
    keyValue,
  });
  const signatures = watchSignatures(isRefusedByPeers);
  const answer = async (request: HttpRequest): Promise<HttpResponse> => {
    const { caller } = await verify({ ...request, path: request.path + request.search });
    signatures.accepted();
    const body = parseBody(request.body);
    if (!body) return jsonError(400, 'BAD_USER_INPUT', 'Not a GraphQL request.');
    return json(200, await subgraph.answer(body, request.headers, caller));
  };
  // As it was last seen: whether the process lives is told at once, whatever its neighbours do.
  let isHeard = true;
  const readiness = async ({ isDraining }: HttpRequest): Promise<HttpResponse> => {
    const [parts, areAllRefused] = await Promise.all([subgraph.parts(), signatures.areAllRefused()]);
    isHeard = parts.transport ?? true;
    const isReady = !isDraining && parts.database === true && parts.copies === true && !areAllRefused;
    const status = isDraining ? 'draining' : isReady ? 'ready' : 'not ready';
    return json(isReady ? 200 : 503, { status, parts: { ...parts, signatures: !areAllRefused } });
  };
  return startHttpServer({
    host: config.host,
    port: Number(routingUrl.port || 80),
    drainMs: config.drainMs,
    maxBodyBytes: MAX_BODY_BYTES,
    log,
    handler: async (request) => {
      if (request.path === '/healthz') return json(200, { status: 'ok', transport: isHeard });
      if (request.path === '/readyz') return readiness(request);
      if (request.method === 'POST' && request.path === routingUrl.pathname)
        return answer(request).catch((error: unknown) => refuse(error, signatures, log));
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

function parseBody(text: string): GraphQLRequestBody | null {
  try {
    const body: unknown = JSON.parse(text);
    const isRequest = typeof body === 'object' && body !== null && 'query' in body && typeof body.query === 'string';
    return isRequest ? (body as GraphQLRequestBody) : null;
  } catch {
    return null;
  }
}

function refuse(error: unknown, signatures: Signatures, log: Logger): HttpResponse {
  if (!(error instanceof BadSignature)) throw error;
  if (error.reason === 'altered' || error.reason === 'expired') signatures.refused();
  log.warn({ reason: error.reason }, 'request refused');
  return jsonError(401, error.code, error.message);
}
