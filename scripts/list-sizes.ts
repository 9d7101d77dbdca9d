/**
 * Whether every list of the API says how long it is: by `@listSize`, or by that of the fields which return its type
 * (`sizedFields`). A list whose items cost nothing need not.
 */
import { priceListOf } from '@fieldhouse/gateway';
import { readSupergraphFile } from '@fieldhouse/platform';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import { compose } from '../launcher/src/compose.ts';
import { apiSchemaOf } from './schema-check/api.ts';

/** The coordinates of lists of which nobody says how long they are. */
export function unsizedLists(schema: GraphQLSchema, { weights, listSizes }: ReturnType<typeof priceListOf>): string[] {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) || isInterfaceType(type)) && !isIntrospectionType(type)
      ? Object.values(type.getFields()).map((field) => ({
          ...field,
          parent: type,
          coordinate: `${type.name}.${field.name}`,
        }))
      : [],
  );
  const isSizedAbove = (parent: GraphQLNamedType, name: string): boolean => {
    const above = fields.filter(({ type }) => getNamedType(type) === parent);
    return above.length > 0 && above.every(({ coordinate }) => listSizes.get(coordinate)?.sizedFields.includes(name));
  };
  return fields
    .filter(({ type, coordinate }) => {
      const item = getNamedType(type);
      const cost = weights.get(coordinate) ?? weights.get(item.name) ?? (isLeafType(item) ? 0 : 1);
      return isListType(getNullableType(type)) && cost > 0;
    })
    .filter(({ coordinate, parent, name }) => !listSizes.has(coordinate) && !isSizedAbove(parent, name))
    .map(({ coordinate }) => coordinate);
}

if (process.argv[1] === import.meta.filename) {
  const supergraphSdl = compose(readSupergraphFile());
  const unsized = unsizedLists(apiSchemaOf(supergraphSdl), priceListOf(supergraphSdl));
  for (const name of unsized) process.stderr.write(`${name} does not say how long it is\n`);
  process.exit(unsized.length > 0 ? 1 : 0);
}
