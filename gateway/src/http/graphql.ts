import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Viewers } from '@fieldhouse/kit';
import { type HttpRequest, type HttpResponse, jsonError, type Logger } from '@fieldhouse/platform';
import { UNAVAILABLE } from '../codes.ts';
import { type RequestState, requestState } from '../request-state.ts';

/** What answers operations. */
export interface GraphQLBehind {
  readonly apollo: ApolloServer<RequestState>;
  readonly viewers: Viewers;
  readonly trustProxy: number;
  readonly log: Logger;
}

/** Answers one request to the endpoint, and logs it in one line. */
export async function graphql(request: HttpRequest, requestId: string, behind: GraphQLBehind): Promise<HttpResponse> {
  const began = performance.now();
  const { log } = behind;
  const state = await requestState(request, requestId, behind).catch((error: unknown) => {
    log.error({ requestId, error }, 'tokens cannot be checked');
    return null;
  });
  const answer = state ? await execute(request, state, behind) : withoutTokens;
  const { outcome, visitor } = state ?? {};
  const ms = Math.round((performance.now() - began) * 10) / 10;
  log.info({ requestId, ...outcome, viewer: visitor?.id, status: answer.status, ms }, 'request');
  return answer;
}

const withoutTokens = jsonError(503, UNAVAILABLE.code, UNAVAILABLE.message);

async function execute(
  request: HttpRequest,
  state: RequestState,
  { apollo }: Pick<GraphQLBehind, 'apollo'>,
): Promise<HttpResponse> {
  const body = bodyOf(request);
  if (!body) return jsonError(400, 'BAD_REQUEST', 'The body is not JSON');
  const { method, search } = request;
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, search, headers: headerMap(request), body: body.json },
    context: async () => state,
  });
  return {
    status: answer.status ?? 200,
    headers: { 'cache-control': 'no-store', ...Object.fromEntries(answer.headers) },
    body: answer.body.kind === 'complete' ? answer.body.string : answer.body.asyncIterator,
  };
}

/** `null` for a body that says it is JSON and is not; other kinds are Apollo Server's to refuse. */
function bodyOf({ method, body, headers }: HttpRequest): { readonly json: unknown } | null {
  if (method !== 'POST' || !/^application\/json\b/i.test(headers['content-type'] ?? '')) return { json: {} };
  try {
    return { json: JSON.parse(body) };
  } catch {
    return null;
  }
}

function headerMap({ headers }: HttpRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) map.set(name, value);
  return map;
}
