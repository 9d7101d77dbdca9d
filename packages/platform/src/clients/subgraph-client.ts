import type { CallHeaders } from './call-headers.ts';
import { DEADLINE } from './deadline.ts';

/** One GraphQL request as it travels inside. */
export interface GraphQLRequestBody {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/** One GraphQL answer as it travels inside. */
export interface GraphQLResponseBody {
  data?: Record<string, unknown> | null | undefined;
  errors?:
    | readonly {
        message: string;
        path?: readonly (string | number)[];
        locations?: unknown;
        extensions?: Record<string, unknown>;
      }[]
    | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/** What travels with a call from the gateway to a subgraph, and from there to the next. */
export const FORWARDED_HEADERS = [
  'authorization',
  'x-request-id',
  'x-client-address',
  'x-client-agent',
  'traceparent',
  DEADLINE,
] as const;

/** A subgraph as its callers see it, in this process or elsewhere. */
export interface SubgraphClient {
  readonly name: string;
  /** A caller that no longer wants the answer says so by `signal`: what can still be stopped is. */
  execute(
    body: GraphQLRequestBody,
    headers: CallHeaders,
    options?: { readonly signal?: AbortSignal },
  ): Promise<GraphQLResponseBody>;
  /** One of the subgraph's public documents, such as /.well-known/jwks.json. */
  fetchJson(path: string): Promise<unknown>;
  stop(): Promise<void>;
}
