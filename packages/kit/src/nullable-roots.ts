import { type GraphQLSchema, isNonNullType } from 'graphql';
import { isInternal } from './demand.ts';

/**
 * Root fields of the public API are nullable: a `null` that breaks a non-null root takes everything else in the answer
 * with it, other domains' parts and other mutations' results included. Internal fields are asked one at a time, and may
 * promise what they like; so may a subscription's, which is alone in its operation. Throws, so that the subgraph does not start.
 */
export function ensureNullableRoots(subgraph: string, schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  for (const root of roots)
    for (const field of Object.values(root?.getFields() ?? {})) {
      const { name, type } = field;
      if (isNonNullType(type) && !isInternal(field) && !name.startsWith('_'))
        throw new Error(
          `${subgraph}: ${root?.name}.${name} is ${type}: a root field is nullable, so that it costs only itself`,
        );
    }
}
