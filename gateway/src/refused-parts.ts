import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isInterfaceType,
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
interface Reading {
  readonly schema: GraphQLSchema;
  readonly variables: Record<string, unknown>;
  readonly refused: ReadonlyMap<string, RefusedField>;
}

/** A reading under way: variables have their defaults, fragments are at hand. */
interface Opened extends Reading {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * The parts of the answer to a marked operation; `null` where the variables do not fit it.
 * Type conditions need no care: markers appear in the answer where they held.
 */
export function partOf(marked: DocumentNode, operationName: string | undefined, reading: Reading): Part | null {
  const operation = getOperationAST(marked, operationName);
  const type = operation && reading.schema.getRootType(operation.operation);
  if (!operation || !type) return null;
  const { coerced } = getVariableValues(reading.schema, operation.variableDefinitions ?? [], reading.variables);
  if (!coerced) return null;
  const fragments = new Map(marked.definitions.filter(isFragment).map((it) => [it.name.value, it]));
  const part = newPart(type);
  fill(part, operation.selectionSet, type, { ...reading, variables: coerced, fragments });
  return part;
}

const isFragment = (it: DefinitionNode): it is FragmentDefinitionNode => it.kind === Kind.FRAGMENT_DEFINITION;

const newPart = (type: GraphQLOutputType): Part => ({ type, refused: new Map(), parts: new Map() });

function fill(part: Part, { selections }: SelectionSetNode, parent: GraphQLOutputType, reading: Opened): void {
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

function fillField(part: Part, node: FieldNode, parent: GraphQLOutputType, reading: Opened): void {
  const key = responseKey(node);
  const refused = reading.refused.get(key);
  if (refused) part.refused.set(key, refused);
  const owner = getNamedType(parent);
  if (!node.selectionSet || !(isObjectType(owner) || isInterfaceType(owner))) return;
  const type = owner.getFields()[node.name.value]?.type;
  if (!type) return;
  const inner = part.parts.get(key) ?? newPart(type);
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
  // The same field can be refused in several fragments: once is enough.
  const byKey = new Map([...refused.values()].map((field) => [field.key, field]));
  const here = [...byKey.values()].map(
    ({ node, key, reason: { code, message } }) =>
      new GraphQLError(message, { nodes: [node], path: [...path, key], extensions: { code } }),
  );
  return [...here, ...[...parts].flatMap(([key, part]) => refusalErrors(part, [...path, key]))];
}
