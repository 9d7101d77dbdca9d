import { GraphQLError, type GraphQLOutputType, isListType, isNonNullType, type SourceLocation } from 'graphql';
import type { RefusedField } from './marking.ts';
import type { Part } from './parts.ts';

/** Says that a null was found where the type has none: whatever holds it becomes null. */
const RISES = Symbol('null rises');

/** Enough to explain a page of a list; a larger answer is explained in part. */
export const MOST_ERRORS = 100;

type Path = readonly (string | number)[];

/** An answer being restored: why there are nulls, so far. */
interface Restoring {
  readonly errors: GraphQLError[];
  readonly locationsOf: (field: RefusedField) => readonly SourceLocation[];
}

/**
 * The answer with null in place of the markers, and of whatever cannot hold a null; with one error for each of these
 * nulls. Where a parent is null for a reason of its own there is no marker, and nothing to explain.
 */
export function withNulls(
  data: Record<string, unknown>,
  part: Part,
  locationsOf: Restoring['locationsOf'],
): { data: Record<string, unknown> | null; errors: readonly GraphQLError[] } {
  const restoring: Restoring = { errors: [], locationsOf };
  const restored = restore(data, part.type, part, [], restoring);
  return { data: restored as Record<string, unknown> | null, errors: restoring.errors };
}

function restore(value: unknown, type: GraphQLOutputType, part: Part, path: Path, restoring: Restoring): unknown {
  if (isNonNullType(type)) return restore(value, type.ofType, part, path, restoring) ?? RISES;
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    const items = (value as unknown[]).map((item, index) => [index, item] as const);
    const restored = each(items, restoring, (index, item) =>
      restore(item, type.ofType, part, [...path, index], restoring),
    );
    return restored?.map(([, item]) => item) ?? null;
  }
  return restoreObject(value, part, path, restoring);
}

function restoreObject(value: object, part: Part, path: Path, restoring: Restoring): unknown {
  const nulls = new Map<string, null>();
  const fields = each(Object.entries(value), restoring, (key, inner) => {
    const field = part.refused.get(key);
    if (field) {
      // The same field can be refused in several fragments: once is enough.
      if (!nulls.has(field.key)) explain(field, [...path, field.key], restoring);
      nulls.set(field.key, null);
      return isNonNullType(field.type) ? RISES : null;
    }
    const within = part.parts.get(key);
    return within ? restore(inner, within.type, within, [...path, key], restoring) : inner;
  });
  return (
    fields && Object.fromEntries([...fields.map(([key, it]) => [part.refused.get(key)?.key ?? key, it]), ...nulls])
  );
}

/** Restores each of them; `null` where one cannot be null and is, of which the first alone is explained. */
function each<Key>(
  entries: readonly (readonly [Key, unknown])[],
  { errors }: Restoring,
  restoreOne: (key: Key, value: unknown) => unknown,
): (readonly [Key, unknown])[] | null {
  const known = errors.length;
  const restored: (readonly [Key, unknown])[] = [];
  for (const [key, value] of entries) {
    const before = errors.length;
    const result = restoreOne(key, value);
    if (result === RISES) {
      errors.splice(known, errors.length, ...errors.slice(before, before + 1));
      return null;
    }
    restored.push([key, result]);
  }
  return restored;
}

function explain(field: RefusedField, path: Path, { errors, locationsOf }: Restoring): void {
  if (errors.length >= MOST_ERRORS) return;
  const { code, message } = field.reason;
  const error = new GraphQLError(message, { path, extensions: { code } });
  errors.push(Object.assign(error, { locations: locationsOf(field) }));
}
