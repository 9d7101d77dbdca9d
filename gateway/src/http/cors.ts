import type { CallHeaders, HttpResponse } from '@fieldhouse/platform';

const METHODS = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'authorization, content-type, apollo-require-preflight, x-apollo-operation-name, x-request-id, traceparent',
  'access-control-max-age': '600',
};

/** The headers that let a listed web page read the answer; none for any other. */
export function corsHeaders({ origin }: CallHeaders, origins: readonly string[]): Record<string, string> {
  if (!origin || !origins.includes(origin)) return { vary: 'Origin' };
  return { vary: 'Origin', 'access-control-allow-origin': origin, 'access-control-expose-headers': 'x-request-id' };
}

/** The answer to a browser that asks before it sends. */
export const preflight = ({ origin }: CallHeaders, origins: readonly string[]): HttpResponse => ({
  status: 204,
  headers: origin && origins.includes(origin) ? METHODS : {},
});
