import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type RefusedField, responseKey } from './marking.ts';

/** A part of an answer that has markers: its type, those directly in it and its own parts by response key. */
export interface Part {
  readonly type: GraphQLOutputType;
  readonly refused: Map<string, RefusedField>;
  readonly parts: Map<string, Part>;
}

interface Reading {
  readonly schema: GraphQLSchema;
  readonly refused: ReadonlyMap<string, RefusedField>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * Where an answer to a marked operation can have markers. Neither type conditions nor `@skip` and `@include` need any
 * care: markers appear in the answer where they held.
 */
export function partOf(
  marked: DocumentNode,
  { schema, refused }: Pick<Reading, 'schema' | 'refused'>,
): Part | undefined {
  const operation = getOperationAST(marked);
  const type = operation && schema.getRootType(operation.operation);
  if (!operation || !type) return undefined;
  const fragments = new Map(marked.definitions.filter(isFragment).map((it) => [it.name.value, it]));
  const part = newPart(type);
  fill(part, operation.selectionSet, type, { schema, refused, fragments });
  return part;
}

const isFragment = (it: DefinitionNode): it is FragmentDefinitionNode => it.kind === Kind.FRAGMENT_DEFINITION;

const newPart = (type: GraphQLOutputType): Part => ({ type, refused: new Map(), parts: new Map() });

function fill(part: Part, { selections }: SelectionSetNode, parent: GraphQLOutputType, reading: Reading): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      fillField(part, selection, parent, reading);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? reading.fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition && reading.schema.getType(fragment.typeCondition.name.value);
    if (fragment) fill(part, fragment.selectionSet, (condition as GraphQLOutputType | undefined) ?? parent, reading);
  }
}

/** Parts without markers are left out: nothing is to be done there. */
function fillField(part: Part, node: FieldNode, parent: GraphQLOutputType, reading: Reading): void {
  const key = responseKey(node);
  const refused = reading.refused.get(key);
  if (refused) part.refused.set(key, refused);
  const owner = getNamedType(parent);
  if (!node.selectionSet || !(isObjectType(owner) || isInterfaceType(owner))) return;
  const type = owner.getFields()[node.name.value]?.type;
  if (!type) return;
  const inner = part.parts.get(key) ?? newPart(type);
  fill(inner, node.selectionSet, type, reading);
  if (inner.refused.size + inner.parts.size > 0) part.parts.set(key, inner);
}
