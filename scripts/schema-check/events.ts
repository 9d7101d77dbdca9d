/** What changed in the events between two versions of events.graphql. */
import { buildSchema, type GraphQLInputObjectType, isInputObjectType, isNonNullType } from 'graphql';
import type { Finding } from './api.ts';

type Events = ReadonlyMap<string, GraphQLInputObjectType>;

const eventsOf = (sdl: string): Events =>
  new Map(
    Object.values(buildSchema(sdl).getTypeMap())
      .filter(isInputObjectType)
      .map((event) => [event.name, event]),
  );

const directiveOf = (event: GraphQLInputObjectType) =>
  (event.astNode?.directives?.[0]?.arguments ?? [])
    .map(({ name, value }) => `${name.value}: ${value.kind === 'StringValue' ? value.value : ''}`)
    .join(', ');

/**
 * Changes that consumers or events already on their way would not survive: a consumer may be older than the producer
 * and the other way round, so a field can neither disappear, change its type, become optional nor appear as required.
 */
export function eventFindings(before: string, after: string): Finding[] {
  const [old, now] = [eventsOf(before), eventsOf(after)];
  return [...old].flatMap(([name, event]) => {
    const successor = now.get(name);
    if (!successor) return [breaking(name, 'the event is gone; consumers wait for it')];
    const moved =
      directiveOf(event) === directiveOf(successor)
        ? []
        : [breaking(name, `travels differently: ${directiveOf(event)} → ${directiveOf(successor)}`)];
    return [...moved, ...fieldFindings(event, successor)];
  });
}

function fieldFindings(before: GraphQLInputObjectType, after: GraphQLInputObjectType): Finding[] {
  const [old, now] = [before.getFields(), after.getFields()];
  const changed = Object.entries(old).flatMap(([name, { type }]) => {
    const path = `${before.name}.${name}`;
    const successor = now[name];
    if (!successor) return [breaking(path, 'the field is gone; consumers read it')];
    return String(successor.type) === String(type) ? [] : [breaking(path, `${type} became ${successor.type}`)];
  });
  const required = Object.values(now).filter(({ name, type }) => !(name in old) && isNonNullType(type));
  return [
    ...changed,
    ...required.map(({ name }) =>
      breaking(`${before.name}.${name}`, 'is new and required; events on their way lack it'),
    ),
  ];
}

const breaking = (path: string, message: string): Finding => ({ level: 'breaking', path, message });
