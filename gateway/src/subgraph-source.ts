import type { GraphQLDataSource } from '@apollo/gateway';
import type { CallHeaders, GraphQLResponseBody, Logger, SubgraphDoor } from '@fieldhouse/platform';
import { FAULT, isMeant } from './codes.ts';
import { within } from './deadline.ts';
import { positionsOf } from './positions.ts';

/** What a fetch takes along from the request it serves. */
export interface Forwarded {
  readonly forward: CallHeaders;
}

type SubgraphErrors = NonNullable<GraphQLResponseBody['errors']>;
type SubgraphError = SubgraphErrors[number];

/**
 * One subgraph as ApolloGateway fetches from it. It never throws: a subgraph that does not answer gives
 * SERVICE_UNAVAILABLE at every position of the answer that waited for it, and the rest is served.
 */
export function subgraphSource(
  door: SubgraphDoor,
  { timeoutMs, log }: { timeoutMs: number; log: Logger },
): Pick<GraphQLDataSource<Forwarded>, 'process'> {
  return {
    process: async ({ request: { query = '', variables, operationName }, context: { forward } }) => {
      const call = log.child({ subgraph: door.name, requestId: forward['x-request-id'] });
      const answer = await within(timeoutMs, door.execute({ query, variables, operationName }, forward)).catch(
        (error: unknown) => unanswered(error, call),
      );
      const errors = answer.errors?.map((error) => forClients(error, call)) ?? [];
      const placed = answer.data ? errors : atPositions(errors, positionsOf(query, variables));
      return {
        data: answer.data ?? null,
        ...(placed.length > 0 ? { errors: placed } : {}),
      } as GraphQLResponseBody as object;
    },
  };
}

function unanswered(error: unknown, log: Logger): GraphQLResponseBody {
  log.warn({ error }, 'subgraph did not answer');
  return { errors: [{ message: 'Temporarily unavailable', extensions: { code: 'SERVICE_UNAVAILABLE' } }] };
}

/** Only messages with a code of ours were written for clients; anything else is a fault, and stays in the log. */
function forClients({ message, path, extensions }: SubgraphError, log: Logger): SubgraphError {
  const where = path ? { path } : {};
  if (isMeant(extensions?.code)) return { message, ...where, extensions: { code: extensions?.code } };
  // The gateway knows no custom scalar's rules: a malformed literal is noticed by the subgraph that validates it.
  if (extensions?.code === 'GRAPHQL_VALIDATION_FAILED' && message.startsWith('Expected value of type'))
    return { message, ...where, extensions: { code: 'BAD_USER_INPUT' } };
  log.warn({ path, reason: message, code: extensions?.code }, 'subgraph failed');
  return { message: FAULT.message, ...where, extensions: { code: FAULT.code } };
}

const atPositions = (errors: readonly SubgraphError[], positions: readonly Path[]): SubgraphError[] =>
  errors.flatMap((error) => (error.path ? [error] : positions.map((path) => ({ ...error, path }))));

type Path = readonly (string | number)[];
