import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@fieldhouse/platform';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { FAULT, isMeant, isOfRequest } from './codes.ts';
import { shortened } from './gatekeeper/refused.ts';
import type { RequestState } from './request-state.ts';

/**
 * What clients learn of errors: what was written for them, with the request's id; a fault is logged and named a fault.
 * A schema that is not shown is not guessed from suggestions either, whoever made them.
 */
export const maskedErrors = (
  log: Logger,
  { introspection }: { introspection: boolean },
): ApolloServerPlugin<RequestState> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body }, contextValue, errors }) => {
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      const told = body.singleResult.errors.map((error, index) =>
        forClients(error, contextValue, (fields) => {
          log.error(
            { ...fields, requestId: contextValue.requestId, error: causeOf(errors?.[index]) },
            'request failed',
          );
        }),
      );
      body.singleResult.errors = introspection ? told : told.map(withoutSuggestion);
    },
  }),
});

function forClients(
  { message, path, locations, extensions }: GraphQLFormattedError,
  { requestId, identity: { tokenProblem } }: RequestState,
  logFault: (fields: object) => void,
): GraphQLFormattedError {
  const code = extensions?.code;
  const where = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (code === 'UNAUTHENTICATED' && tokenProblem)
    return { message: tokenProblem, ...where, extensions: { code, requestId } };
  if (isMeant(code) || isOfRequest(code))
    return { message: shortened(message), ...where, extensions: { code, requestId } };
  // A subgraph's fault was logged where it was noticed.
  if (code !== FAULT.code || message !== FAULT.message) logFault({ path, code });
  return { message: FAULT.message, ...where, extensions: { code: FAULT.code, requestId } };
}

function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  const at = error.message.indexOf('Did you mean');
  return at < 0 ? error : { ...error, message: error.message.slice(0, at).trimEnd() };
}

const causeOf = (error: GraphQLError | undefined): Error | undefined => error?.originalError ?? error;

/** Apollo Server gives 400 to every request error, faults included, and 200 to a hash that it does not know. */
export const specifiedStatus: ApolloServerPlugin<RequestState> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response: { http, body } }) => {
      if (body.kind !== 'single') return;
      const codes = body.singleResult.errors?.map(({ extensions }) => extensions?.code) ?? [];
      if (codes.includes('PERSISTED_QUERY_NOT_SUPPORTED')) http.status = 400;
      else if (http.status === 400) http.status = statusFor(request.http?.headers.get('accept') ?? '', 400, codes);
    },
  }),
};

/**
 * The status that GraphQL over HTTP asks for: a client that accepts application/json gets 200 for every well-formed
 * answer, the errors of parsing and validation included.
 */
export function statusFor(accept: string, status: number, codes: readonly unknown[]): number {
  if (status !== 400) return status;
  if (codes.includes(FAULT.code)) return 500;
  const isLegacy = !accept.includes('application/graphql-response+json');
  return isLegacy && codes.every((code) => OF_GRAPHQL.has(code)) ? 200 : 400;
}

const OF_GRAPHQL = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'COST_EXCEEDED',
]);

/** Notes what was asked and how it went, for the log; never with what values. */
export const notedOutcome: ApolloServerPlugin<RequestState> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ operationName, operation, response: { body }, contextValue: { outcome } }) => {
      const errors = (body.kind === 'single' && body.singleResult.errors) || [];
      const codes = [...new Set(errors.map(({ extensions }) => extensions?.code))];
      Object.assign(outcome, { operation: operationName?.slice(0, 100), kind: operation?.operation });
      if (codes.length > 0) Object.assign(outcome, { errors: errors.length, codes });
    },
  }),
};
