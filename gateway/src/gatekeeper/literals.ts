import {
  type FieldNode,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isScalarType,
  Kind,
  type NamedTypeNode,
  type SelectionSetNode,
  TypeInfo,
  typeFromAST,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Reason } from '../demands.ts';
import { sharedScalar } from '../shared-scalars.ts';
import type { KnownOperation } from './known-operations.ts';
import { operationAlone } from './operation-alone.ts';
import { perOperation } from './per-operation.ts';

/** The fields that malformed literals cost, and why. */
export type MalformedLiterals = ReadonlyMap<FieldNode, Reason>;

/**
 * What malformed literals of the shared scalars cost an operation: each its own field, and the rest is served. A mutation
 * loses all its fields, as half of it is nothing that anybody asked for.
 */
export function malformedLiterals(operation: KnownOperation): MalformedLiterals {
  const found = complaintsAboutArguments(operation);
  const [first] = found.values();
  if (operation.node.operation !== 'mutation' || !first) return found;
  const others = reason(`Not executed: another part of the mutation is malformed (${first.message})`);
  return new Map([...rootFields(operation).map((field) => [field, others] as const), ...found]);
}

/** What is wrong with the first malformed default value; it belongs to no field, and costs the operation. */
export const malformedDefault = perOperation(({ schema, node }: KnownOperation): string | null =>
  firstOf(node.variableDefinitions ?? [], ({ variable, type: declared, defaultValue }) => {
    const type = typeFromAST(schema, declared as NamedTypeNode) as GraphQLInputType | undefined;
    return type && defaultValue ? complaintAbout(defaultValue, type, `$${variable.name.value}`) : null;
  }),
);

const reason = (message: string): Reason => ({ code: 'BAD_USER_INPUT', message });

function complaintsAboutArguments(operation: KnownOperation): Map<FieldNode, Reason> {
  const found = new Map<FieldNode, Reason>();
  const types = new TypeInfo(operation.schema);
  const Field = (field: FieldNode) => {
    const declared = types.getFieldDef()?.args ?? [];
    const complaints = (field.arguments ?? []).flatMap(({ name: { value: name }, value }) => {
      const type = declared.find((it) => it.name === name)?.type;
      return (type && complaintAbout(value, type, name)) ?? [];
    });
    if (complaints[0]) found.set(field, reason(complaints[0]));
  };
  visit(operationAlone(operation), visitWithTypeInfo(types, { Field }));
  return found;
}

/** What is wrong with a literal, the first of it, and where: `input.email: EmailAddress expects …`. */
function complaintAbout(value: ValueNode, declared: GraphQLInputType, path: string): string | null {
  const type = getNullableType(declared);
  if (value.kind === Kind.VARIABLE || value.kind === Kind.NULL) return null;
  if (isListType(type)) {
    const items = value.kind === Kind.LIST ? value.values : [value];
    return firstOf(items, (item) => complaintAbout(item, type.ofType as GraphQLInputType, path));
  }
  if (isInputObjectType(type) && value.kind === Kind.OBJECT) {
    const fields = type.getFields();
    return firstOf(value.fields, ({ name, value: inner }) => {
      const field = fields[name.value];
      return field ? complaintAbout(inner, field.type, `${path}.${name.value}`) : null;
    });
  }
  const rule = isScalarType(type) ? sharedScalar(type.name) : undefined;
  try {
    rule?.parseLiteral(value, {});
    return null;
  } catch (error) {
    return `${path}: ${(error as Error).message}`;
  }
}

function firstOf<T>(items: readonly T[], complaint: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = complaint(item);
    if (found !== null) return found;
  }
  return null;
}

/** The fields of Query or Mutation itself, those of fragments included. */
function rootFields({ document, node }: KnownOperation): FieldNode[] {
  const fragments = new Map(
    document.definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  );
  const reached = new Set<SelectionSetNode>();
  const fieldsOf = (set: SelectionSetNode): FieldNode[] => {
    if (reached.has(set)) return [];
    reached.add(set);
    return set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      return inner ? fieldsOf(inner.selectionSet) : [];
    });
  };
  return fieldsOf(node.selectionSet);
}
