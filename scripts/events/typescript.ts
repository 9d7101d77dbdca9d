import {
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type DeclaredType, readDeclarations } from './declared.ts';

const PRIMITIVES: Record<string, string> = { Int: 'number', Float: 'number', Boolean: 'boolean' };

/** The TypeScript of what events.graphql declares. */
export function eventsTypeScript(sdl: string): string {
  const { events, nested } = readDeclarations(sdl);
  return `${nested.map(nestedType).join('')}/** What every event carries, by name. Generated from events.graphql. */
export interface EventPayload {
${events.map(({ type }) => payloadOf(type)).join('\n')}
}

export type EventName = keyof EventPayload;

/** Where each event travels and which field orders it. */
export const eventCatalog = {
${events.map(catalogued).join('\n')}
} as const satisfies Record<EventName, { topic: string; key: string }>;

/** Events after which tokens of the person that they are keyed by may be refused. */
export const endingSessions: ReadonlySet<string> = new Set<EventName>(${namesOf(events.filter((it) => it.endsSessions))});

/** Events after which somebody may see less than before. */
export const narrowingAccess: ReadonlySet<string> = new Set<EventName>(${namesOf(events.filter((it) => it.narrowsAccess))});
`;
}

function nestedType(type: GraphQLNamedType): string {
  const comment = type.description ? `/** ${type.description.replace(/\s+/g, ' ')} */\n` : '';
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => `'${name}'`);
    return `${comment}export type ${type.name} = ${values.join(' | ')};\n\n`;
  }
  const fields = isInputObjectType(type) ? fieldsOf(type).map((field) => `  ${field}\n`) : [];
  return `${comment}export interface ${type.name} {\n${fields.join('')}}\n\n`;
}

const payloadOf = (type: GraphQLInputObjectType): string =>
  `  /** ${(type.description ?? type.name).replace(/\s+/g, ' ')} */\n  ${type.name}: {\n    ${fieldsOf(type).join('\n    ')}\n  };`;

const fieldsOf = (type: GraphQLInputObjectType): string[] =>
  Object.values(type.getFields()).map(
    (field) => `readonly ${field.name}${isNonNullType(field.type) ? '' : '?'}: ${typeOf(field.type)};`,
  );

const typeOf = (type: GraphQLType): string =>
  isNonNullType(type) ? nonNullTypeOf(type.ofType) : `${nonNullTypeOf(type)} | null`;

function nonNullTypeOf(type: GraphQLType): string {
  if (isListType(type)) return `readonly (${typeOf(type.ofType)})[]`;
  const named = getNamedType(type);
  return isInputObjectType(named) || isEnumType(named) ? named.name : (PRIMITIVES[named.name] ?? 'string');
}

const catalogued = ({ type, topic, key }: DeclaredType): string =>
  `  ${type.name}: { topic: '${topic}', key: '${key}' },`;

const namesOf = (events: readonly DeclaredType[]): string =>
  `[${events.map(({ type }) => `'${type.name}'`).join(', ')}]`;
