/** What changed in the events between two versions of events.graphql. */
import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isRequiredInputField,
} from 'graphql';
import type { Finding } from './api.ts';

type Declared = ReadonlyMap<string, GraphQLNamedType>;

const declaredIn = (sdl: string): Declared => new Map(Object.entries(buildSchema(sdl).getTypeMap()));

/** Where an event travels; nothing for an input that is nested in others. */
const travelOf = (type: GraphQLNamedType): string | undefined =>
  type.astNode?.directives
    ?.find(({ name }) => name.value === 'event')
    ?.arguments?.map(({ name, value }) => `${name.value}: ${value.kind === 'StringValue' ? value.value : ''}`)
    .join(', ');

/**
 * Changes that consumers or events already on their way would not survive: a consumer may be older than the producer
 * and the other way round, so a field, nested ones included, can neither disappear, change its type, become optional
 * nor appear as required, and an enum cannot lose a value.
 */
export function eventFindings(before: string, after: string): Finding[] {
  const now = declaredIn(after);
  return [...declaredIn(before).values()].flatMap((type) => {
    const successor = now.get(type.name);
    if (isInputObjectType(type)) return inputFindings(type, successor);
    return isEnumType(type) && isEnumType(successor) ? enumFindings(type, successor) : [];
  });
}

/** What is nested and gone shows at the fields that held it. */
function inputFindings(before: GraphQLInputObjectType, after: GraphQLNamedType | undefined): Finding[] {
  const { name } = before;
  const travel = travelOf(before);
  if (!after) return travel ? [breaking(name, 'the event is gone; consumers wait for it')] : [];
  if (!isInputObjectType(after)) return [breaking(name, 'is no input any more')];
  const moved =
    travel === travelOf(after) ? [] : [breaking(name, `travels differently: ${travel} → ${travelOf(after)}`)];
  return [...moved, ...fieldFindings(before, after)];
}

function fieldFindings(before: GraphQLInputObjectType, after: GraphQLInputObjectType): Finding[] {
  const [old, now] = [before.getFields(), after.getFields()];
  const changed = Object.values(old).flatMap(({ name, type }) => {
    const successor = now[name];
    if (!successor) return [breaking(`${before.name}.${name}`, 'the field is gone; consumers read it')];
    if (String(successor.type) === String(type)) return [];
    return [breaking(`${before.name}.${name}`, `${type} became ${successor.type}`)];
  });
  const demanded = Object.values(now).filter((field) => {
    const predecessor = old[field.name];
    const isSameType = !predecessor || String(predecessor.type) === String(field.type);
    return isSameType && isRequiredInputField(field) && !(predecessor && isRequiredInputField(predecessor));
  });
  return [
    ...changed,
    ...demanded.map(({ name }) =>
      breaking(`${before.name}.${name}`, 'is now required; events on their way may lack it'),
    ),
  ];
}

function enumFindings(before: GraphQLEnumType, after: GraphQLEnumType): Finding[] {
  const [old, now] = [before, after].map((type) => type.getValues().map(({ name }) => name)) as [string[], string[]];
  const gone = old.filter((value) => !now.includes(value));
  const more = now.filter((value) => !old.includes(value));
  return [
    ...gone.map((value) => breaking(`${before.name}.${value}`, 'the value is gone; events on their way carry it')),
    ...more.map((value) => ({
      level: 'dangerous' as const,
      path: `${before.name}.${value}`,
      message: 'the value is new; consumers that do not know it yet set the event aside: let them know it first',
    })),
  ];
}

const breaking = (path: string, message: string): Finding => ({ level: 'breaking', path, message });
