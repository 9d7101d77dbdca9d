import type { GraphQLDataSource } from '@apollo/gateway';
import type { CallHeaders, GraphQLResponseBody, Logger, SubgraphDoor } from '@fieldhouse/platform';
import { FAULT, isMeant, UNAVAILABLE } from './codes.ts';
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
      const { data, errors = [] } = await within(
        timeoutMs,
        door.execute({ query, variables, operationName }, forward),
      ).then(
        (answer) => ({ ...answer, errors: answer.errors?.map((error) => forClients(error, call)) }),
        (error: unknown) => unanswered(error, call),
      );
      const placed = data ? errors : atPositions(errors, positionsOf(query, variables));
      return {
        data: data ?? null,
        ...(placed.length > 0 ? { errors: placed } : {}),
      } as GraphQLResponseBody as object;
    },
  };
}

function unanswered(error: unknown, log: Logger): GraphQLResponseBody {
  log.warn({ error }, 'subgraph did not answer');
  return { errors: [{ message: UNAVAILABLE.message, extensions: { code: UNAVAILABLE.code } }] };
}

/** Only messages with a code of ours were written for clients; anything else is a fault, and stays in the log. */
function forClients({ message, path, extensions }: SubgraphError, log: Logger): SubgraphError {
  const told = (text: string, as: unknown) => ({ message: text, ...(path ? { path } : {}), extensions: { code: as } });
  const code = extensions?.code;
  if (code === UNAVAILABLE.code) {
    // Which other part was missing is nobody's business outside.
    log.warn({ path, reason: message }, 'subgraph lacks another part');
    return told(UNAVAILABLE.message, code);
  }
  if (isMeant(code)) return told(message, code);
  // Scalars that are not shared have rules that only their subgraph knows: it notices a malformed literal.
  if (code === 'GRAPHQL_VALIDATION_FAILED' && message.startsWith('Expected value of type'))
    return told(message, 'BAD_USER_INPUT');
  log.warn({ path, reason: message, code }, 'subgraph failed');
  return told(FAULT.message, FAULT.code);
}

const atPositions = (errors: readonly SubgraphError[], positions: readonly Path[]): SubgraphError[] =>
  errors.flatMap((error) => (error.path ? [error] : positions.map((path) => ({ ...error, path }))));

type Path = readonly (string | number)[];
