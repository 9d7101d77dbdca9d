import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type RefusedField, responseKey } from './refused-fields.ts';

/** A part of an answer: its type, the markers directly in it and its own parts by response key. */
export interface Part {
  readonly type: GraphQLOutputType;
  readonly refused: Map<string, RefusedField>;
  readonly parts: Map<string, Part>;
}

/** What an operation is read with. */
export interface Reading {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Record<string, unknown>;
  readonly refused: ReadonlyMap<string, RefusedField>;
}

/** The parts of the answer to a marked operation. Type conditions need no care: markers appear where they held. */
export function partOf(type: GraphQLOutputType, selections: SelectionSetNode, reading: Reading): Part {
  const part: Part = { type, refused: new Map(), parts: new Map() };
  fill(part, selections, type, reading);
  return part;
}

function fill(part: Part, { selections }: SelectionSetNode, parent: GraphQLOutputType, reading: Reading): void {
  for (const selection of selections) {
    if (isLeftOut(selection, reading.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      fillField(part, selection, parent, reading);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? reading.fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition && reading.schema.getType(fragment.typeCondition.name.value);
    if (fragment) fill(part, fragment.selectionSet, (condition as GraphQLOutputType | undefined) ?? parent, reading);
  }
}

function fillField(part: Part, node: FieldNode, parent: GraphQLOutputType, reading: Reading): void {
  const key = responseKey(node);
  const refused = reading.refused.get(key);
  if (refused) part.refused.set(key, refused);
  const owner = getNamedType(parent);
  if (!node.selectionSet || !(isObjectType(owner) || isInterfaceType(owner))) return;
  const type = owner.getFields()[node.name.value]?.type;
  if (!type) return;
  const inner = part.parts.get(key) ?? { type, refused: new Map(), parts: new Map() };
  part.parts.set(key, inner);
  fill(inner, node.selectionSet, type, reading);
}

function isLeftOut(selection: SelectionNode, variables: Record<string, unknown>): boolean {
  if (!selection.directives?.length) return false;
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
  return include?.if === false || skip?.if === true;
}

/** One error for each refused field, at its place in the operation: positions in lists are left out. */
export function refusalErrors({ refused, parts }: Part, path: readonly string[] = []): GraphQLError[] {
  const here = [...refused.values()].map(
    ({ node, key, reason: { code, message } }) =>
      new GraphQLError(message, { nodes: [node], path: [...path, key], extensions: { code } }),
  );
  return [...here, ...[...parts].flatMap(([key, part]) => refusalErrors(part, [...path, key]))];
}

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
