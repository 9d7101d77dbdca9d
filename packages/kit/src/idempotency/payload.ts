import {
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
} from 'graphql';
import { declaredKeys } from '../entities.ts';
import type { Kept } from './answers.ts';

/** How a payload is kept, and how it is answered again. */
export interface PayloadShape {
  keep(payload: unknown): Kept;
  restore(kept: Kept, context: object, info: GraphQLResolveInfo): Promise<Readonly<Record<string, unknown>>>;
}

type Values = Readonly<Record<string, unknown>>;
type Reference = (reference: Values, context: object, info: GraphQLResolveInfo) => unknown;

/** One field's value, there and back. */
interface Way {
  readonly keep: (value: unknown) => unknown;
  readonly restore: (kept: unknown, context: object, info: GraphQLResolveInfo) => unknown;
}

/**
 * Of entities only their keys are kept: they are resolved when they are answered again, as they are by then and as far
 * as whoever asks may see them by then. Throws for a payload that holds what cannot be found again.
 */
export function payloadShape({ name, type }: GraphQLField<unknown, unknown>): PayloadShape {
  const payload = getNullableType(type) as GraphQLObjectType;
  const fields = Object.values(payload.getFields()).filter((field) => field.name !== 'userErrors');
  const ways = fields.map(
    (field) => [field.name, wayOf(field.type, `${name}: ${payload.name}.${field.name}`)] as const,
  );
  return {
    keep: (value) => Object.fromEntries(ways.map(([field, way]) => [field, way.keep((value as Values)[field])])),
    restore: async (kept, context, info) => {
      const entries = ways.map(async ([field, way]) => [field, await way.restore(kept[field], context, info)] as const);
      return Object.fromEntries(await Promise.all(entries));
    },
  };
}

function wayOf(type: GraphQLOutputType, place: string): Way {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return unlessNull(each(wayOf(nullable.ofType as GraphQLOutputType, place)));
  if (isLeafType(nullable)) return unlessNull(leaf(nullable));
  if (isObjectType(nullable)) return unlessNull(entity(nullable, place));
  throw new Error(`${place} cannot be answered again: a payload of an idempotent mutation holds objects and values`);
}

const unlessNull = ({ keep, restore }: Way): Way => ({
  keep: (value) => (value == null ? null : keep(value)),
  restore: (kept, ...rest) => (kept == null ? null : restore(kept, ...rest)),
});

const each = ({ keep, restore }: Way): Way => ({
  keep: (values) => (values as unknown[]).map(keep),
  restore: (kept, ...rest) => Promise.all((kept as unknown[]).map((value) => restore(value, ...rest))),
});

const leaf = (type: GraphQLLeafType): Way => ({
  keep: (value) => type.serialize(value),
  restore: (kept) => type.parseValue(kept),
});

function entity(type: GraphQLObjectType, place: string): Way {
  const [key] = declaredKeys(type);
  const names = (key?.selections ?? []).map((it) => (it.kind === Kind.FIELD && !it.selectionSet ? it.name.value : ''));
  if (names.length === 0 || names.includes('') || !names.every((name) => isLeafType(leafOf(type, name))))
    throw new Error(`${place} cannot be answered again: ${type.name} has no simple key to find it by`);
  const resolve = (type.extensions.apollo as { subgraph?: { resolveReference?: Reference } } | undefined)?.subgraph
    ?.resolveReference;
  return {
    keep: (value) => Object.fromEntries(names.map((name) => [name, (value as Values)[name]])),
    restore: (kept, context, info) => {
      const reference = { ...(kept as Values), __typename: type.name };
      return resolve ? resolve(reference, context, info) : reference;
    },
  };
}

const leafOf = (type: GraphQLObjectType, name: string): unknown => {
  const field = type.getFields()[name];
  return field && getNamedType(field.type);
};
