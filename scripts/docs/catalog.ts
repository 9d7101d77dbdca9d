import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType, isInputObjectType } from 'graphql';
import { type EventName, eventCatalog } from '../../packages/contracts/src/index.ts';
import { root } from '../codegen/files.ts';

/** An event as events.graphql declares it. */
export interface DeclaredEvent {
  readonly name: EventName;
  readonly topic: string;
  readonly key: string;
  readonly type: GraphQLInputObjectType;
}

/** Every event, in the order of declaration. */
export function declaredEvents(): DeclaredEvent[] {
  const schema = buildSchema(readFileSync(new URL('packages/contracts/events.graphql', root), 'utf8'));
  return Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .map((type) => ({ name: type.name as EventName, ...eventCatalog[type.name as EventName], type }));
}
