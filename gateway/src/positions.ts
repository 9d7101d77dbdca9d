import { type FieldNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Enough to explain a page of a list; a larger answer is explained in part. */
const MOST = 100;

export type Path = readonly (string | number)[];
const shapes = new LRUCache<string, readonly FieldNode[]>({ max: 1_000 });

/** Where in a subgraph's answer its values would be: its root fields, or for entities the fields of each. */
export function positionsOf(query: string, variables: Record<string, unknown> | undefined): readonly Path[] {
  const fields = rootFields(query);
  const entities = fields.find((field) => field.name.value === '_entities');
  const keys = (entities ? fieldsOf(entities.selectionSet) : fields).map(responseKey);
  if (!entities) return keys.map((key) => [key]);
  const { length } = (variables?.representations as unknown[] | undefined) ?? [];
  const each = Math.max(1, Math.floor(MOST / Math.max(1, keys.length)));
  return Array.from({ length: Math.min(length, each) }, (_, index) =>
    keys.map((key) => ['_entities', index, key]),
  ).flat();
}

/** Whether an error's path leads to something that was asked for: what a subgraph says of places is not believed blindly. */
export function isPosition(path: unknown, query: string, representations: number | undefined): path is Path {
  if (!Array.isArray(path) || !path.every((key) => typeof key === 'string' || Number.isInteger(key))) return false;
  const [first, second] = path as Path;
  if (!rootFields(query).some((field) => responseKey(field) === first)) return false;
  if (representations === undefined) return true;
  return typeof second === 'number' && second >= 0 && second < representations;
}

function rootFields(query: string): readonly FieldNode[] {
  const known = shapes.get(query);
  if (known) return known;
  const operation = parse(query, { noLocation: true }).definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  const fields = fieldsOf(operation?.selectionSet);
  shapes.set(query, fields);
  return fields;
}

/** Fetches hold inline fragments only: the planner writes no named ones unless told to. */
const fieldsOf = (set: SelectionSetNode | undefined): FieldNode[] =>
  (set?.selections ?? [])
    .flatMap((selection) =>
      selection.kind === Kind.FIELD
        ? [selection]
        : selection.kind === Kind.INLINE_FRAGMENT
          ? fieldsOf(selection.selectionSet)
          : [],
    )
    .filter((field) => field.name.value !== '__typename');

const responseKey = (field: FieldNode): string => (field.alias ?? field.name).value;
