/** docs/asyncapi.json: the events for other people's tools (AsyncAPI 3.0, with a JSON Schema for each). */
import {
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Declared, DeclaredType } from '../events/declared.ts';
import { declaredEvents } from './catalog.ts';

const TYPES: Readonly<Record<string, object>> = {
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
};

function schemaOf(type: GraphQLType): object {
  if (isNonNullType(type)) return schemaOf(type.ofType);
  if (isListType(type)) return { type: 'array', items: nullable(type.ofType) };
  const named = getNamedType(type);
  if (isInputObjectType(named) || isEnumType(named)) return { $ref: `#/components/schemas/${named.name}` };
  return TYPES[named.name] ?? { type: 'string' };
}

const nullable = (type: GraphQLType): object =>
  isNonNullType(type) ? schemaOf(type) : { oneOf: [schemaOf(type), { type: 'null' }] };

function objectOf(type: GraphQLInputObjectType): object {
  const fields = Object.values(type.getFields());
  return {
    type: 'object',
    required: fields.filter(isRequiredInputField).map(({ name }) => name),
    properties: Object.fromEntries(
      fields.map(({ name, type, description }) => {
        const schema = nullable(type);
        return [name, description ? { ...schema, description } : schema];
      }),
    ),
  };
}

const nestedOf = (type: GraphQLNamedType): object => ({
  ...(isInputObjectType(type) ? objectOf(type) : {}),
  ...(isEnumType(type) ? { type: 'string', enum: type.getValues().map(({ name }) => name) } : {}),
  ...(type.description ? { description: type.description } : {}),
});

/** The document. */
export function asyncApi({ events, nested }: Declared = declaredEvents()): object {
  const topics = [...new Set(events.map(({ topic }) => topic))];
  const channel = (topic: string) => {
    const own = events.filter((event) => event.topic === topic);
    const messages = own.map(({ type: { name } }) => [name, { $ref: `#/components/messages/${name}` }]);
    return { address: topic, messages: Object.fromEntries(messages) };
  };
  const message = ({ type }: DeclaredType) => ({
    name: type.name,
    summary: type.description,
    payload: objectOf(type),
  });
  const schemas = Object.fromEntries(nested.map((type) => [type.name, nestedOf(type)]));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Fieldhouse events', version: '1', license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic, channel(topic)])),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type.name, message(event)])),
      ...(nested.length > 0 ? { schemas } : {}),
    },
  };
}
