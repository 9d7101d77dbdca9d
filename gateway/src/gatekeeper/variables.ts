import { getVariableValues, isNonNullType, TypeInfo, type VariableNode, visit, visitWithTypeInfo } from 'graphql';
import type { KnownOperation } from './known-operations.ts';
import { malformedDefault } from './literals.ts';
import { operationAlone } from './operation-alone.ts';
import { perOperation } from './per-operation.ts';
import { refusal, refusalOf } from './refused.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The variables as the operation declares them, defaults included; others are left out. One error ends it: each may
 * print its whole value and look for names that were meant instead.
 */
export function coercedVariables(
  operation: KnownOperation,
  variables: Variables = {},
  { hideSuggestions }: { hideSuggestions: boolean },
): Variables {
  const { schema, node, locationsOf } = operation;
  const wrongDefault = malformedDefault(operation);
  if (wrongDefault !== null) throw refusal('BAD_USER_INPUT', wrongDefault);
  const declared = node.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(schema, declared, variables, { maxErrors: 1, hideSuggestions });
  if (coerced) return ensureNoneMissing(operation, coerced);
  throw refusalOf(errors.slice(0, 1), 'BAD_USER_INPUT', ({ nodes }) => locationsOf(nodes));
}

/**
 * A variable that may be null can stand where nothing may be: where it, or the place, has a default. A null that is said
 * is no value left out, though, and only the execution would notice, in the midst of it.
 */
function ensureNoneMissing(operation: KnownOperation, variables: Variables): Variables {
  const [name, type] = [...neededVariables(operation)].find(([it]) => variables[it] === null) ?? [];
  if (name === undefined) return variables;
  throw refusal('BAD_USER_INPUT', `Variable "$${name}" must not be null: it stands where "${type}" is expected`);
}

/** The variables that stand where nothing may be null, and what is expected there. */
const neededVariables = perOperation((operation): ReadonlyMap<string, string> => {
  const needed = new Map<string, string>();
  const types = new TypeInfo(operation.schema);
  const Variable = ({ name: { value: name } }: VariableNode) => {
    const type = types.getInputType();
    if (isNonNullType(type)) needed.set(name, String(type));
  };
  visit(operationAlone(operation), visitWithTypeInfo(types, { Variable }));
  return needed;
});
