/**
 * Whether the API explains itself: every type and every root field has a description. Other fields need one where name
 * and type leave a question open; that is for readers to see.
 */
import { readSupergraphFile } from '@fieldhouse/platform';
import { type GraphQLSchema, isIntrospectionType, isSpecifiedScalarType } from 'graphql';
import { compose } from '../launcher/src/compose.ts';
import { apiSchemaOf } from './schema-check/api.ts';

/** The coordinates that lack a description. */
export function undescribed(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (it) => !isIntrospectionType(it) && !isSpecifiedScalarType(it),
  );
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const rootFields = roots.flatMap((type) =>
    Object.values(type?.getFields() ?? {}).map(({ name, description }) => ({
      name: `${type?.name}.${name}`,
      description,
    })),
  );
  return [...types, ...rootFields].filter(({ description }) => !description?.trim()).map(({ name }) => name);
}

if (process.argv[1] === import.meta.filename) {
  const missing = undescribed(apiSchemaOf(compose(readSupergraphFile())));
  for (const name of missing) process.stderr.write(`${name} has no description\n`);
  process.exit(missing.length > 0 ? 1 : 0);
}
