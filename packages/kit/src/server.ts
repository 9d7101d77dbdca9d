import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  type CallHeaders,
  deadlineOf,
  failureOf,
  type GraphQLRequestBody,
  type GraphQLResponseBody,
  type Outage,
  ServiceUnavailable,
} from '@fieldhouse/platform';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Context, RequestContext, Resources } from './context.ts';
import type { Subgraph } from './define-subgraph.ts';
import { BadInput, Unauthenticated, Unavailable } from './errors.ts';
import { liveRequest } from './live/resolve-live.ts';
import type { ResourcesFor } from './resources.ts';
import { ACTOR, traceOf } from './trace.ts';
import type { Viewer, Viewers } from './viewer.ts';

/** Answers one GraphQL request of a service that is known by name. */
export type Answer = (body: GraphQLRequestBody, headers: CallHeaders, caller: string) => Promise<GraphQLResponseBody>;

/** Codes that tell callers something they may know; an error without one is a fault of ours. */
const MEANT = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
]);

/** The Apollo Server of one subgraph; HTTP or not is its host's matter. */
export async function startServer(
  { schema, definition }: Subgraph,
  { resourcesFor, database }: { readonly resourcesFor: ResourcesFor; readonly database: Outage },
  viewers: Viewers,
): Promise<{ answer: Answer; stop: () => Promise<void> }> {
  const resources = resourcesFor();
  const telling = { log: resources.log, database };
  const server = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => mask(formatted, error, telling),
    plugins: [ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginUsageReportingDisabled()],
  });
  await server.start();

  let isStopped = false;
  const answer: Answer = async (body, headers, caller) => {
    const deadline = deadlineOf(headers);
    if (Date.now() >= deadline) return { errors: [new Unavailable('Nobody waits for this any longer').toJSON()] };
    const identity = await identify(viewers, headers.authorization).catch((error: unknown) => error as Error);
    if (identity instanceof Error) return { errors: [mask(toError(identity), identity, telling)] };
    const request = new Request(headers, caller, identity);
    const cause = { 'x-request-id': request.requestId, [ACTOR]: identity.visitor?.id };
    const trace = traceOf({ ...headers, ...cause });
    const here = resourcesFor({ trace, kind: firstField(body.query), deadline });
    const live = liveRequest(body.extensions);
    const load = definition.loaders?.(resources.db) ?? {};
    const contextValue: Context = Object.assign(request, here, { load, live });
    Object.assign(contextValue, definition.services?.(here, request));
    if (isStopped) return { errors: [new Unavailable().toJSON()] };
    const { body: result } = await server.executeOperation(forApollo(body), { contextValue });
    if (result.kind !== 'single') return { errors: [{ message: 'Not supported' }] };
    const answered = result.singleResult as GraphQLResponseBody;
    return live.version === undefined
      ? answered
      : { ...answered, extensions: { ...answered.extensions, live: { version: live.version } } };
  };
  const stop = async () => {
    isStopped = true;
    await server.stop();
  };
  return { answer, stop };
}

/** The gateway asks for one mutation at a time: what a request changes is known by that name. */
const firstField = (query: string): string => /\{\s*(\w+)/.exec(query)?.[1] ?? '';

const forApollo = ({ query, variables, operationName }: GraphQLRequestBody) => ({
  query,
  ...(variables ? { variables } : {}),
  ...(operationName ? { operationName } : {}),
});

type Identity = Pick<RequestContext, 'visitor' | 'tokenProblem'>;

/**
 * A token may end between the gateway's look and this one. The request then goes on as nobody's, as it does at the
 * gateway: an old token does not keep anybody from signing in.
 */
async function identify(viewers: Viewers, authorization: string | undefined): Promise<Identity> {
  try {
    return { visitor: await viewers.fromAuthorization(authorization), tokenProblem: undefined };
  } catch (error) {
    if (error instanceof Unauthenticated) return { visitor: null, tokenProblem: error.message };
    throw error;
  }
}

/** A class, so that `viewer` stays a getter: Apollo Server copies the context's own properties for each operation. */
class Request implements RequestContext {
  readonly visitor: Viewer | null;
  readonly tokenProblem: string | undefined;
  readonly caller: string;
  readonly requestId: string;
  readonly clientAddress: string;
  readonly clientAgent: string;

  constructor(headers: CallHeaders, caller: string, { visitor, tokenProblem }: Identity) {
    this.visitor = visitor;
    this.tokenProblem = tokenProblem;
    this.caller = caller;
    this.requestId = headers['x-request-id'] ?? randomUUID();
    this.clientAddress = headers['x-client-address'] ?? 'unknown';
    this.clientAgent = headers['x-client-agent'] ?? '';
  }

  get viewer(): Viewer {
    if (!this.visitor) throw new Unauthenticated(this.tokenProblem);
    return this.visitor;
  }
}

type Telling = Pick<Resources, 'log'> & { readonly database: Outage };

const toError = (error: Error): GraphQLFormattedError =>
  error instanceof GraphQLError ? error.toJSON() : { message: error.message };

/** A literal that breaks a scalar's rule is bad input, as a variable is; Apollo Server calls it an invalid document. */
const codeOf = ({ extensions }: GraphQLFormattedError, error: unknown): string =>
  String(
    (error instanceof GraphQLError && error.originalError instanceof BadInput ? error.originalError : { extensions })
      .extensions?.code,
  );

/**
 * Lets through what is meant for callers. The rest is logged here, once, with its cause: callers learn whether it was a
 * part that is away, such as the database, or a fault. An outage is told once, not for each request.
 */
function mask(formatted: GraphQLFormattedError, error: unknown, { log, database }: Telling): GraphQLFormattedError {
  const code = codeOf(formatted, error);
  const { message, path, locations } = formatted;
  const where = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
  if (MEANT.has(code)) return { message, ...where, extensions: { code } };
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const failure = failureOf(cause);
  if (failure === 'conflict') log.warn({ error: cause, path }, 'others were in the way');
  if (failure !== 'fault') {
    const isTold = cause instanceof ServiceUnavailable || cause instanceof Unavailable; // by the way to that part
    if (failure === 'outage' && !isTold) database.failed('requests', cause);
    log.debug({ error: cause, path }, 'a part does not answer');
    return { ...new Unavailable().toJSON(), ...where };
  }
  log.error({ error: cause, path }, 'resolver failed');
  return { message: 'Something went wrong', ...where, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
