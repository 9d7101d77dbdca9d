import { getVariableValues } from 'graphql';
import type { KnownOperation } from './known-operations.ts';
import { malformedDefault } from './literals.ts';
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
  if (coerced) return coerced;
  throw refusalOf(errors.slice(0, 1), 'BAD_USER_INPUT', ({ nodes }) => locationsOf(nodes));
}
