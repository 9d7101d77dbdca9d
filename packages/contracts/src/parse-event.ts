import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import type { EventName, EventPayload } from './__generated__/events.ts';
import { readPayload, withTextScalars } from './payload.ts';

const events = withTextScalars(buildSchema(readFileSync(new URL('../events.graphql', import.meta.url), 'utf8')));

/** Checks a payload against its declaration in events.graphql and returns it typed, without what this version does not know. */
export const parseEvent = <N extends EventName>(name: N, payload: unknown): EventPayload[N] =>
  readPayload(events.getType(name) as GraphQLInputObjectType, payload) as EventPayload[N];
