import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { plus } from './amount.ts';
import type { Asked, Finishing } from './compilation.ts';
import { introspectionCost } from './introspection-cost.ts';
import type { PriceList } from './price-list.ts';
import { termOfSelections } from './selection-cost.ts';

/** What an operation costs, and the fields that lack the one slicing argument they demand. */
export interface OperationCost {
  readonly estimated: number;
  readonly unsliced: readonly string[];
}

/** What every mutation costs besides its fields, as in Apollo Router. */
const MUTATION = 10;

/** Values cost tenths; what is left of adding them up is none. */
const whole = (amount: number): number => Math.ceil(Number(amount.toFixed(6)));

/** Compiles an operation into its cost, which each request's variables finish in time linear in the operation. */
export function operationCost(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  schema: GraphQLSchema,
  prices: PriceList,
): (asked: Asked) => OperationCost {
  const fragments = new Map(
    document.definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  );
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}`);
  const introspection = introspectionCost(schema, fragments);
  const term = termOfSelections(operation.selectionSet, root, [], {
    schema,
    prices,
    fragments,
    introspection,
    known: new Map(),
  });
  const base = operation.operation === OperationTypeNode.MUTATION ? MUTATION : 0;
  return (asked) => {
    const request: Finishing = { ...asked, finished: new Map(), unsliced: new Set() };
    const { once } = term(request);
    return { estimated: whole(plus(base, once)), unsliced: [...request.unsliced] };
  };
}
