import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

/**
 * Checks a payload against its declaration, whatever is nested in it. Fields that the declaration does not know are
 * left out, at every depth, so a newer producer does not break an older consumer.
 */
export function readPayload(type: GraphQLInputObjectType, payload: unknown): unknown {
  return coerceInputValue(known(type, payload ?? {}), type, (path, _, error) => {
    throw new GraphQLError(`${[type.name, ...path].join('.')}: ${error.message}`);
  });
}

function known(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return known(type.ofType, value);
  if (isListType(type)) return Array.isArray(value) ? value.map((item) => known(type.ofType, item)) : value;
  if (!isInputObjectType(type) || !isObject(value)) return value;
  const given = Object.values(type.getFields()).filter(({ name }) => Object.hasOwn(value, name));
  return Object.fromEntries(given.map((field) => [field.name, known(field.type, value[field.name])]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Scalars of our own travel as texts, as the generated types say; `buildSchema` alone would let anything through. */
export function withTextScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()))
    if (isScalarType(type) && !isSpecifiedScalarType(type)) type.parseValue = (value) => text(type, value);
  return schema;
}

function text({ name }: GraphQLScalarType, value: unknown): string {
  if (typeof value !== 'string') throw new GraphQLError(`${name} is a text.`);
  return value;
}
