/** docs/asyncapi.json: the events for other people's tools (AsyncAPI 3.0, with a JSON Schema for each). */
import { type GraphQLType, getNamedType, isListType, isNonNullType } from 'graphql';
import { type DeclaredEvent, declaredEvents } from './catalog.ts';

const TYPES: Readonly<Record<string, object>> = {
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
};

function schemaOf(type: GraphQLType): object {
  if (isNonNullType(type)) return schemaOf(type.ofType);
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType) };
  return TYPES[getNamedType(type).name] ?? { type: 'string' };
}

function payloadOf({ type }: DeclaredEvent): object {
  const fields = Object.values(type.getFields());
  return {
    type: 'object',
    required: fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name),
    properties: Object.fromEntries(
      fields.map((field) => {
        const schema = schemaOf(field.type);
        const nullable = isNonNullType(field.type) ? schema : { oneOf: [schema, { type: 'null' }] };
        return [field.name, field.description ? { ...nullable, description: field.description } : nullable];
      }),
    ),
  };
}

/** The document. */
export function asyncApi(): object {
  const events = declaredEvents();
  const topics = [...new Set(events.map(({ topic }) => topic))];
  const channel = (topic: string) => {
    const own = events.filter((event) => event.topic === topic);
    const messages = Object.fromEntries(own.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]));
    return { address: topic, messages };
  };
  const message = (event: DeclaredEvent) => ({
    name: event.name,
    summary: event.type.description,
    payload: payloadOf(event),
  });
  return {
    asyncapi: '3.0.0',
    info: { title: 'Fieldhouse events', version: '1', license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [topic, channel(topic)])),
    components: { messages: Object.fromEntries(events.map((event) => [event.name, message(event)])) },
  };
}
