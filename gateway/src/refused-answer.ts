import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import type { Part } from './refused-parts.ts';

/** Says that a null was found where the type has none: whatever holds it becomes null. */
const RISES = Symbol('null rises');

/** The answer with null in place of the markers, and of whatever cannot hold a null. */
export function withNulls(data: Record<string, unknown>, part: Part): Record<string, unknown> | null {
  return restore(data, part.type, part) as Record<string, unknown> | null;
}

function restore(value: unknown, type: GraphQLOutputType, part: Part): unknown {
  if (isNonNullType(type)) return restore(value, type.ofType, part) ?? RISES;
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    const items = (value as unknown[]).map((item) => restore(item, type.ofType, part));
    return items.includes(RISES) ? null : items;
  }
  const fields = Object.entries(value).map(([key, inner]) => restoreField(key, inner, part));
  return fields.some(([, inner]) => inner === RISES) ? null : Object.fromEntries(fields);
}

function restoreField(key: string, value: unknown, { refused, parts }: Part): readonly [string, unknown] {
  const field = refused.get(key);
  if (field) return [field.key, isNonNullType(field.type) ? RISES : null];
  const part = parts.get(key);
  return [key, part ? restore(value, part.type, part) : value];
}
