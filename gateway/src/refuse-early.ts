import { createHash } from 'node:crypto';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { type FragmentDefinitionNode, type GraphQLSchema, Kind, type OperationDefinitionNode, print } from 'graphql';
import { type Demands, demandsOf, type Reason, reasonAgainst } from './demands.ts';
import { coordinatesIn, markRefused } from './refused-fields.ts';
import { partOf, refusalErrors, withNulls } from './refused-parts.ts';
import type { RequestState } from './request-state.ts';

type Executor = Awaited<ReturnType<GatewayInterface['load']>>['executor'];
type ExecutorRequest = Parameters<NonNullable<Executor>>[0];

/**
 * Puts the demands that a token alone decides before a federation: a field that is refused costs no fetch, is null in
 * the answer, and everything else of the operation is served. Rules that need data are the subgraphs' to ask.
 */
export function refusingEarly(federation: GatewayInterface, supergraphSdl: string): GatewayInterface {
  const demands = demandsOf(supergraphSdl);
  let schema: GraphQLSchema | undefined;
  federation.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  return {
    onSchemaLoadOrUpdate: (callback) => federation.onSchemaLoadOrUpdate(callback),
    stop: () => federation.stop(),
    load: async (options) => {
      const { executor } = await federation.load(options);
      if (!executor) throw new Error('The federation executes nothing');
      return { executor: (request) => (schema ? execute(request, executor, schema, demands) : executor(request)) };
    },
  };
}

async function execute(
  request: ExecutorRequest,
  executor: NonNullable<Executor>,
  schema: GraphQLSchema,
  demands: Demands,
) {
  const {
    document,
    request: { variables = {} },
  } = request;
  const reasons = reasonsAgainst(coordinatesIn(document, schema), request.context as unknown as RequestState, demands);
  if (reasons.size === 0) return executor(request);
  const { marked, refused } = markRefused(document, schema, reasons);
  const source = print(marked);
  const operation = marked.definitions.find(
    (it): it is OperationDefinitionNode =>
      it.kind === Kind.OPERATION_DEFINITION && it.name?.value === request.operation.name?.value,
  );
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return executor(request);
  const fragments = new Map(
    marked.definitions
      .filter((it): it is FragmentDefinitionNode => it.kind === Kind.FRAGMENT_DEFINITION)
      .map((it) => [it.name.value, it]),
  );
  const part = partOf(root, operation.selectionSet, { schema, fragments, variables, refused });
  const queryHash = createHash('sha256').update(source).digest('hex');
  const { data, errors = [] } = await executor({ ...request, document: marked, operation, source, queryHash });
  return { data: data && withNulls(data, part), errors: [...refusalErrors(part), ...errors] };
}

function reasonsAgainst(
  coordinates: ReadonlySet<string>,
  { visitor }: RequestState,
  demands: Demands,
): ReadonlyMap<string, Reason> {
  const reasons = new Map<string, Reason>();
  for (const coordinate of coordinates) {
    const demand = demands.get(coordinate);
    const reason = demand && reasonAgainst(visitor, demand);
    if (reason) reasons.set(coordinate, reason);
  }
  return reasons;
}
