import { GraphQLIncludeDirective, GraphQLSkipDirective, getDirectiveValues, type SelectionNode } from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/** Whether `@skip` or `@include` takes a selection out of this request. */
export function isLeftOut(selection: SelectionNode, variables: Values): boolean {
  if (!selection.directives?.length) return false;
  try {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
    return skip?.if === true || include?.if === false;
  } catch {
    return false; // A condition of null: whoever executes it refuses it.
  }
}
