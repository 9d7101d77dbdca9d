import { readFileSync } from 'node:fs';
import { buildSchema, coerceInputValue, GraphQLError, type GraphQLInputObjectType } from 'graphql';
import type { EventName, EventPayload } from './__generated__/events.ts';

const events = buildSchema(readFileSync(new URL('../events.graphql', import.meta.url), 'utf8'));

/**
 * Checks a payload against its declaration in events.graphql and returns it typed.
 * Fields this version does not know are left out, so a newer producer does not break an older consumer.
 */
export function parseEvent<N extends EventName>(name: N, payload: unknown): EventPayload[N] {
  const type = events.getType(name) as GraphQLInputObjectType;
  const known = Object.keys(type.getFields());
  const given = Object.entries(payload ?? {}).filter(([field]) => known.includes(field));
  return coerceInputValue(Object.fromEntries(given), type, (path, _, error) => {
    throw new GraphQLError(`${name}.${path.join('.')}: ${error.message}`);
  }) as EventPayload[N];
}
