import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import type { Logger } from '@fieldhouse/platform';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { FAULT, isMeant, isOfRequest } from './codes.ts';
import type { RequestState } from './request-state.ts';

/** Messages repeat what the client wrote; a name of a megabyte is not sent back. */
const LONGEST_MESSAGE = 500;

/** What clients learn of errors: what was written for them, with the request's id; a fault is logged and named a fault. */
export const maskedErrors = (log: Logger): ApolloServerPlugin<RequestState> => ({
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body }, contextValue, errors }) => {
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      body.singleResult.errors = body.singleResult.errors.map((error, index) =>
        forClients(error, contextValue, (fields) => {
          log.error(
            { ...fields, requestId: contextValue.requestId, error: causeOf(errors?.[index]) },
            'request failed',
          );
        }),
      );
    },
  }),
});

function forClients(
  { message, path, locations, extensions }: GraphQLFormattedError,
  { requestId, tokenProblem }: RequestState,
  logFault: (fields: object) => void,
): GraphQLFormattedError {
  const code = extensions?.code;
  const where = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if (code === 'UNAUTHENTICATED' && tokenProblem)
    return { message: tokenProblem, ...where, extensions: { code, requestId } };
  if (isMeant(code) || isOfRequest(code))
    return { message: message.slice(0, LONGEST_MESSAGE), ...where, extensions: { code, requestId } };
  // A subgraph's fault was logged where it was noticed.
  if (code !== FAULT.code || message !== FAULT.message) logFault({ path, code });
  return { message: FAULT.message, ...where, extensions: { code: FAULT.code, requestId } };
}

const causeOf = (error: GraphQLError | undefined): Error | undefined => error?.originalError ?? error;

/** Says that no operation was chosen; left alone, the gateway would call it a fault of its own. */
export const chosenOperation: ApolloServerPlugin<RequestState> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation) return;
      const http = { status: 400, headers: new HeaderMap() };
      throw new GraphQLError('The document has no operation of that name, or several and no name was given', {
        extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http },
      });
    },
  }),
};

/**
 * The status that GraphQL over HTTP asks for: a client that accepts application/json gets 200 for every well-formed
 * answer, the errors of parsing and validation included (Apollo Server would say 400, and for faults too).
 */
export const specifiedStatus: ApolloServerPlugin<RequestState> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response: { http, body } }) => {
      if (http.status !== 400 || body.kind !== 'single') return;
      const codes = body.singleResult.errors?.map(({ extensions }) => extensions?.code) ?? [];
      const accepts = request.http?.headers.get('accept') ?? '';
      if (codes.includes(FAULT.code)) http.status = 500;
      else if (!accepts.includes('application/graphql-response+json') && codes.every((it) => OF_GRAPHQL.has(it)))
        http.status = 200;
    },
  }),
};

const OF_GRAPHQL = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
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
