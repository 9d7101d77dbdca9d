import { scalars } from '@fieldhouse/kit';
import { type GraphQLScalarType, type GraphQLSchema, isScalarType } from 'graphql';

const shared: Readonly<Record<string, GraphQLScalarType>> = scalars;

/** The rule of a shared scalar (`EmailAddress`); `undefined` for the others, whose rules only their subgraphs know. */
export const sharedScalar = (name: string): GraphQLScalarType | undefined =>
  Object.hasOwn(shared, name) ? shared[name] : undefined;

/**
 * Teaches a composed schema the shared scalars, of which composition keeps the names alone: a variable that breaks a rule
 * is refused before anything runs, and others travel on in their canonical form. Literals are looked at apart
 * (`literals.ts`), since those that are malformed cost their own fields only.
 */
export function knowSharedScalars(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const known = isScalarType(type) ? sharedScalar(type.name) : undefined;
    if (known) Object.assign(type, { parseValue: (raw: unknown) => known.serialize(known.parseValue(raw)) });
  }
}
