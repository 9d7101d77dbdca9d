import type { CallHeaders, HttpResponse } from '@fieldhouse/platform';

const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'x-request-id',
  'traceparent',
  'apollo-require-preflight',
  'graphql-require-preflight',
  'graphql-preflight',
  'x-apollo-operation-name',
  'x-apollo-operation-id',
  'apollographql-client-name',
  'apollographql-client-version',
  'apollo-query-plan-experimental',
  'apollo-federation-include-trace',
  'x-cost',
];

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': REQUEST_HEADERS.join(', '),
  'access-control-max-age': '600',
};

/** Pages of this very machine, by whatever name and port: `localhost`, its subdomains and the loopback addresses. */
const LOCAL_PAGE = /^https?:\/\/(([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/;

/** Which pages may call, by their origin. `null`, of files and sandboxed frames, is nobody's. */
export const allowedOrigins =
  (listed: readonly string[], { localPages }: { localPages: boolean }) =>
  (origin: string): boolean =>
    origin !== 'null' && (listed.includes(origin) || (localPages && LOCAL_PAGE.test(origin)));

/** The headers that let an allowed web page read the answer; none for any other. */
export function corsHeaders({ origin }: CallHeaders, mayRead: (origin: string) => boolean): Record<string, string> {
  if (!origin || !mayRead(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, retry-after',
  };
}

/** The answer to a browser that asks before it sends. */
export function preflight(asked: CallHeaders, allow: string, mayRead: (origin: string) => boolean): HttpResponse {
  const { origin, 'access-control-request-private-network': network } = asked;
  if (!origin || !mayRead(origin)) return { status: 204, headers: { allow } };
  // Pages of the internet, such as Sandbox, reach this machine only where it says so.
  const local: Record<string, string> = network === 'true' ? { 'access-control-allow-private-network': 'true' } : {};
  return { status: 204, headers: { allow, ...PREFLIGHT, ...local } };
}
