import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType, isInputObjectType } from 'graphql';
import type { EventName, EventPayload } from './__generated__/events.ts';
import { withoutPerson } from './erase.ts';
import { readPayload, withTextScalars } from './payload.ts';

const events = withTextScalars(buildSchema(readFileSync(new URL('../events.graphql', import.meta.url), 'utf8')));

/** Checks a payload against its declaration in events.graphql and returns it typed, without what this version does not know. */
export const parseEvent = <N extends EventName>(name: N, payload: unknown): EventPayload[N] =>
  readPayload(events.getType(name) as GraphQLInputObjectType, payload) as EventPayload[N];

/** A payload without what it says of a person; nothing of one that is no event of ours, as nobody knows what it says. */
export function erasePerson(name: string, payload: unknown, userId: string): unknown {
  const type = events.getType(name);
  return isInputObjectType(type) && typeof payload === 'object' ? withoutPerson(type, payload, userId) : null;
}
