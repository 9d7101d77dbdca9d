/** Writes the TypeScript of packages/contracts from events.graphql. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

const contracts = new URL('../packages/contracts/', import.meta.url);
const schema = buildSchema(readFileSync(new URL('events.graphql', contracts), 'utf8'));
const events = Object.values(schema.getTypeMap()).filter(isInputObjectType);

const PRIMITIVES: Record<string, string> = { Int: 'number', Float: 'number', Boolean: 'boolean' };

const typeOf = (type: GraphQLType): string =>
  isNonNullType(type) ? nonNullTypeOf(type.ofType) : `${nonNullTypeOf(type)} | null`;

function nonNullTypeOf(type: GraphQLType): string {
  if (isListType(type)) return `readonly (${typeOf(type.ofType)})[]`;
  return PRIMITIVES[getNamedType(type).name] ?? 'string';
}

function payloadOf(event: GraphQLInputObjectType): string {
  const fields = Object.values(event.getFields()).map(
    (field) => `readonly ${field.name}${isNonNullType(field.type) ? '' : '?'}: ${typeOf(field.type)};`,
  );
  return `  /** ${event.description} */\n  ${event.name}: {\n    ${fields.join('\n    ')}\n  };`;
}

function catalogued(event: GraphQLInputObjectType): string {
  const [directive] = event.astNode?.directives ?? [];
  const [topic, key] = ['topic', 'key'].map((name) => {
    const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind !== 'StringValue') throw new Error(`${event.name} needs @event(topic:, key:)`);
    return value.value;
  });
  return `  ${event.name}: { topic: '${topic}', key: '${key}' },`;
}

mkdirSync(new URL('src/__generated__/', contracts), { recursive: true });
writeFileSync(
  new URL('src/__generated__/events.ts', contracts),
  `/** What every event carries, by name. Generated from events.graphql. */
export interface EventPayload {
${events.map(payloadOf).join('\n')}
}

export type EventName = keyof EventPayload;

/** Where each event travels and which field orders it. */
export const eventCatalog = {
${events.map(catalogued).join('\n')}
} as const satisfies Record<EventName, { topic: string; key: string }>;
`,
);
