import { type FieldNode, type GraphQLField, getArgumentValues, Kind, visit } from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/** A field's arguments with their defaults, read once where no variable is among them. */
export function givenArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): (variables: Values) => Values {
  if (node.arguments?.some(hasVariable)) return (variables) => valuesOf(field, node, variables);
  const values = valuesOf(field, node, {});
  return () => values;
}

/** What does not fit its type is refused at its field by whoever executes it: nothing is counted for it. */
function valuesOf(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Values): Values {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return {};
  }
}

function hasVariable(argument: NonNullable<FieldNode['arguments']>[number]): boolean {
  let found = false;
  visit(argument, {
    [Kind.VARIABLE]: () => {
      found = true;
    },
  });
  return found;
}
