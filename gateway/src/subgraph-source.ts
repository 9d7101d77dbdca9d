import type { GraphQLDataSource } from '@apollo/gateway';
import {
  type GraphQLRequestBody,
  type Logger,
  type Outage,
  ServiceUnavailable,
  type SubgraphClient,
  watchOutage,
  withDeadline,
  within,
} from '@fieldhouse/platform';
import { FAULT, isMeant, UNAVAILABLE } from './codes.ts';
import { unless } from './deadline.ts';
import { isPosition, type Path, positionsOf } from './positions.ts';
import type { RequestState } from './request-state.ts';
import { readAnswer, type SubgraphAnswer, type SubgraphError } from './subgraph-answer.ts';

/** What a fetch takes along from the request it serves. */
export type Forwarded = Pick<RequestState, 'forward' | 'signal' | 'deadline' | 'live'>;

interface SourceOptions {
  readonly timeoutMs: number;
  readonly log: Logger;
}

/**
 * One subgraph as ApolloGateway fetches from it. It never throws: a subgraph that does not answer gives
 * SERVICE_UNAVAILABLE at every position of the answer that waited for it, one whose answer cannot be used gives a
 * fault there, and the rest is served.
 */
export function subgraphSource(
  client: SubgraphClient,
  { timeoutMs, log }: SourceOptions,
): Pick<GraphQLDataSource<Forwarded>, 'process'> {
  const outage = watchOutage(log, client.name);
  return {
    process: async ({ request: { query = '', variables, operationName }, context: carried }) => {
      const context = carried as Forwarded;
      const call = log.child({ subgraph: client.name, requestId: context.forward['x-request-id'] });
      // Its owner alone is asked by a subscription, all others by queries.
      const live = /^subscription\b/.test(query) ? context.live : undefined;
      const extensions = live?.after === undefined ? undefined : { live: { after: live.after } };
      const representations = (variables?.representations as unknown[] | undefined)?.length;
      const { data, errors } = await fetched(
        client,
        { query, variables, operationName, extensions },
        context,
        timeoutMs,
      ).then(
        (answer) => {
          outage.worked('queries');
          if (live) noteVersion(answer, live);
          return read(answer, representations, call);
        },
        (error: unknown) => unanswered(error, context, outage, call),
      );
      const known = errors.map((error) => (isPosition(error.path, query, representations) ? error : placeless(error)));
      const placed = data ? known : atPositions(known, positionsOf(query, variables));
      return { data, ...(placed.length > 0 ? { errors: placed } : {}) } as object;
    },
  };
}

/**
 * Reading ends when nobody waits for it any longer. Writing does not: what was sent may have been done, so its outcome
 * is waited for, and a mutation of several fields whose client leaves is carried out whole. Only one whose time is over
 * begins no further field, and says so.
 */
async function fetched(
  client: SubgraphClient,
  body: GraphQLRequestBody,
  { forward, signal, deadline }: Forwarded,
  timeoutMs: number,
): Promise<unknown> {
  const headers = withDeadline(forward, timeoutMs);
  if (/^mutation\b/.test(body.query)) {
    deadline.throwIfAborted();
    return within(timeoutMs, client.execute(body, headers));
  }
  signal.throwIfAborted();
  return unless(signal, within(timeoutMs, client.execute(body, headers, { signal })));
}

/** What a subscription's owner answers, it answers with its version. */
function noteVersion(answer: unknown, live: { version?: number }): void {
  const { extensions } = (answer ?? {}) as { extensions?: { live?: { version?: unknown } } };
  const version = extensions?.live?.version;
  if (typeof version === 'number') live.version = version;
}

function read(answer: unknown, representations: number | undefined, log: Logger): SubgraphAnswer {
  try {
    const { data, errors } = readAnswer(answer, representations);
    return { data, errors: errors.map((error) => forClients(error, log)) };
  } catch (error) {
    log.warn({ error }, 'subgraph gave no usable answer');
    return { data: null, errors: [{ message: FAULT.message, extensions: { code: FAULT.code } }] };
  }
}

/** A client tells of its outages itself; those that are only late are told here, once. */
function unanswered(error: unknown, { signal, deadline }: Forwarded, outage: Outage, log: Logger): SubgraphAnswer {
  const isAlone = signal.aborted && !deadline.aborted;
  if (isAlone) log.debug({ error }, 'nobody waits for the subgraph any longer');
  else log.debug({ error }, 'subgraph did not answer');
  if (!isAlone && !(error instanceof ServiceUnavailable)) outage.failed('queries', error);
  return { data: null, errors: [{ message: UNAVAILABLE.message, extensions: { code: UNAVAILABLE.code } }] };
}

/** Only messages with a code of ours were written for clients; anything else is a fault, and stays in the log. */
function forClients({ message, path, extensions }: SubgraphError, log: Logger): SubgraphError {
  const told = (text: string, as: unknown) => ({ message: text, ...(path ? { path } : {}), extensions: { code: as } });
  const code = extensions?.code;
  if (code === UNAVAILABLE.code) {
    // Which other part was missing is nobody's business outside.
    log.debug({ path, reason: message }, 'subgraph lacks another part'); // which tells of it itself
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

const placeless = ({ path: _, ...error }: SubgraphError): SubgraphError => error;
