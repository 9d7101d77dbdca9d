import { createHash } from 'node:crypto';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type DocumentNode, type GraphQLSchema, print } from 'graphql';
import { type Demands, demandsOf, type Reason, reasonAgainst } from './demands.ts';
import { type Executor, type ExecutorRequest, withExecutor } from './executor.ts';
import { withNulls } from './refused-answer.ts';
import { coordinatesIn, markRefused } from './refused-fields.ts';
import { partOf, refusalErrors } from './refused-parts.ts';
import type { RequestState } from './request-state.ts';

/**
 * Puts the demands that a token alone decides before a federation: a field that is refused costs no fetch, is null in
 * the answer, and everything else of the operation is served. Rules that need data are the subgraphs' to ask.
 */
export function refusingEarly(federation: GatewayInterface, supergraphSdl: string): GatewayInterface {
  const demands = demandsOf(supergraphSdl);
  return withExecutor(federation, (executor) => (request) => {
    const reasons = reasonsAgainst(request, demands);
    return reasons.size === 0 ? executor(request) : executeRest(request, reasons, executor);
  });
}

async function executeRest(request: ExecutorRequest, reasons: ReadonlyMap<string, Reason>, executor: Executor) {
  const { schema, document, operation } = request;
  const { marked, refused } = markRefused(document, schema, reasons);
  const part = partOf(marked, operation.name?.value, { schema, variables: request.request.variables ?? {}, refused });
  // The variables do not fit their declarations: the executor says so before it does anything.
  if (!part) return executor(request);
  const source = print(marked);
  const queryHash = createHash('sha256').update(source).digest('hex');
  const result = await executor({ ...request, document: marked, source, queryHash });
  const errors = [...refusalErrors(part), ...(result.errors ?? [])];
  // Without errors, everything refused was in a part that the variables left out.
  if (errors.length === 0 || !result.data) return { ...result, ...(errors.length > 0 ? { errors } : {}) };
  return { ...result, data: withNulls(result.data, part), errors };
}

function reasonsAgainst({ document, schema, context }: ExecutorRequest, demands: Demands): ReadonlyMap<string, Reason> {
  const { visitor } = context as unknown as RequestState;
  const reasons = new Map<string, Reason>();
  for (const coordinate of rememberedCoordinates(document, schema)) {
    const demand = demands.get(coordinate);
    const reason = demand && reasonAgainst(visitor, demand);
    if (reason) reasons.set(coordinate, reason);
  }
  return reasons;
}

// Apollo Server keeps documents it has seen, and forgets them with their schema.
const remembered = new WeakMap<DocumentNode, ReadonlySet<string>>();

function rememberedCoordinates(document: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const coordinates = remembered.get(document) ?? coordinatesIn(document, schema);
  remembered.set(document, coordinates);
  return coordinates;
}
