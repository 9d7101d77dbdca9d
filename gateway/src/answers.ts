import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@fieldhouse/platform';
import type { GraphQLFormattedError } from 'graphql';
import { FAULT, isMeant, isOfRequest } from './codes.ts';
import type { RequestState } from './request-state.ts';

/** What clients learn of errors: what was written for them, with the request's id; a fault is logged and named a fault. */
export const maskedErrors = (log: Logger): ApolloServerPlugin<RequestState> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body }, contextValue }) => {
      if (body.kind !== 'single') return;
      const { errors, ...result } = body.singleResult;
      const told = errors?.map((error) => forClients(error, contextValue, log)) ?? [];
      body.singleResult = told.length > 0 ? { errors: told, ...result } : result;
    },
  }),
});

function forClients(
  { message, path, locations, extensions }: GraphQLFormattedError,
  state: RequestState,
  log: Logger,
): GraphQLFormattedError {
  const { requestId, tokenProblem } = state;
  const code = extensions?.code;
  const where = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (code === 'UNAUTHENTICATED' && tokenProblem)
    return { message: tokenProblem, ...where, extensions: { code, requestId } };
  if (isMeant(code) || isOfRequest(code)) return { message, ...where, extensions: { code, requestId } };
  if (code !== FAULT.code || message !== FAULT.message)
    log.error({ requestId, path, reason: message, code }, 'request failed');
  return { message: FAULT.message, ...where, extensions: { code: FAULT.code, requestId } };
}

/**
 * The status that GraphQL over HTTP asks for: a client that accepts application/json gets 200 for every well-formed
 * answer, the errors of parsing and validation included (Apollo Server would say 400).
 */
export const specifiedStatus: ApolloServerPlugin<RequestState> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response: { http, body } }) => {
      const accepts = request.http?.headers.get('accept') ?? '';
      if (http.status !== 400 || accepts.includes('application/graphql-response+json') || body.kind !== 'single')
        return;
      const isOfGraphQL = body.singleResult.errors?.every(({ extensions }) => OF_GRAPHQL.has(extensions?.code));
      if (isOfGraphQL) http.status = 200;
    },
  }),
};

const OF_GRAPHQL = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/** One line a request: what was asked and how it went, never with what values. */
export const requestLog = (log: Logger): ApolloServerPlugin<RequestState> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ operationName, operation, response: { body }, contextValue }) => {
      const { requestId, visitor, began } = contextValue;
      const errors = body.kind === 'single' ? (body.singleResult.errors?.length ?? 0) : 0;
      const what = { operation: operationName?.slice(0, 100), kind: operation?.operation, viewer: visitor?.id };
      log.info({ requestId, ...what, errors, ms: Math.round(performance.now() - began) }, 'request');
    },
  }),
});
