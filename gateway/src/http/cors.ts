import type { HttpRequest, HttpResponse } from '@fieldhouse/platform';

const HEADERS = 'authorization, content-type, apollo-require-preflight, x-apollo-operation-name, x-request-id';

/** The headers that let a listed web page read the answer; none for any other. */
export function corsHeaders({ headers }: HttpRequest, origins: readonly string[]): Record<string, string> {
  const { origin } = headers;
  if (!origin || !origins.includes(origin)) return { vary: 'Origin' };
  return { vary: 'Origin', 'access-control-allow-origin': origin, 'access-control-expose-headers': 'x-request-id' };
}

/** The answer to a browser that asks before it sends. */
export const preflight = (request: HttpRequest, origins: readonly string[]): HttpResponse => {
  const allowed = corsHeaders(request, origins);
  const methods = {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': HEADERS,
    'access-control-max-age': '600',
  };
  return { status: 204, headers: 'access-control-allow-origin' in allowed ? { ...allowed, ...methods } : allowed };
};
