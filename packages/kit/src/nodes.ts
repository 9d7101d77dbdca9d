import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isObjectType,
} from 'graphql';
import type { Context } from './context.ts';
import { prefixOf } from './demand.ts';
import { NotFound } from './errors.ts';

type RootField = GraphQLField<unknown, Context>;
type Found = Promise<object>;
type Find = (id: string, context: Context, info: GraphQLResolveInfo) => Found;

/**
 * Finds things by their ids alone. Each domain finds its own, by the root field that gives them (`team(id: ID!): Team`):
 * so `node` shows what that field shows, refuses what it refuses, and has no rules of its own.
 *
 * Other domains' things are referred to by `nodeId`, a key that nobody but their home knows: their `id` then comes from
 * there, and with it whether there is such a thing (decision 0023).
 */
export function findNodes(schema: GraphQLSchema): void {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const finders = new Map<string, Find>();
  for (const type of types.filter((it) => it.getFields().nodeId)) {
    const root = Object.values(schema.getQueryType()?.getFields() ?? {}).find((it) => givesById(it, type));
    const prefix = prefixOf(type) ?? '';
    if (finders.has(prefix)) throw new Error(`ids of several types would begin with ${prefix}_`);
    finders.set(prefix, root ? findIn(type, root) : async (nodeId) => ({ __typename: type.name, nodeId }));
  }
  const node = schema.getQueryType()?.getFields().node as RootField | undefined;
  if ((getNullableType(node?.type) as GraphQLInterfaceType | undefined)?.name === 'Node' && node)
    node.resolve = (_, { id }: { id: string }, context, info) => {
      const find = finders.get(id.slice(0, id.indexOf('_')));
      if (!find) throw new NotFound();
      return find(id, context, info);
    };
}

const givesById = ({ args, type }: RootField, wanted: GraphQLObjectType): boolean =>
  getNullableType(type) === wanted && args.length === 1 && args[0]?.name === 'id';

type Resolve = (reference: Reference, context: Context, info: GraphQLResolveInfo) => unknown;

interface Reference {
  readonly nodeId?: string;
}

/** Lets a type of this domain be referred to by `nodeId`, and gives back what finds one by its id. */
function findIn(type: GraphQLObjectType, root: RootField): Find {
  // Read as it is asked: rules are put before the field after this.
  const find: Find = async (id, context, info) => {
    const found = await (root.resolve ?? defaultFieldResolver)({}, { id }, context, info);
    if (!found) throw new NotFound();
    return { ...(found as object), __typename: type.name };
  };
  const apollo = type.extensions.apollo as { subgraph?: { resolveReference?: Resolve } } | undefined;
  const byKey = apollo?.subgraph?.resolveReference ?? ((reference) => reference);
  const resolveReference: Resolve = (reference, context, info) =>
    reference.nodeId === undefined ? byKey(reference, context, info) : find(reference.nodeId, context, info);
  type.extensions = { ...type.extensions, apollo: { ...apollo, subgraph: { ...apollo?.subgraph, resolveReference } } };
  const handle = type.getFields().nodeId;
  if (handle) handle.resolve = ({ id }: { id: string }) => id;
  return find;
}
