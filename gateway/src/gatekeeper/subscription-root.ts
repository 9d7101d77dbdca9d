import { type DirectiveNode, GraphQLError, Kind, type SelectionSetNode, type ValidationRule } from 'graphql';

/**
 * The one field of a subscription is not left out by a directive: what would be told then? So says the specification since
 * 2025; graphql-js' rule that there is one field only throws where a variable decides.
 */
export const subscriptionRootRule: ValidationRule = (context) => ({
  OperationDefinition: ({ operation, selectionSet }) => {
    if (operation !== 'subscription') return false;
    const [directive] = conditionsIn(selectionSet, (name) => context.getFragment(name)?.selectionSet);
    if (directive)
      context.reportError(new GraphQLError('The field of a subscription is not left out', { nodes: [directive] }));
    return false;
  },
});

type FragmentOf = (name: string) => SelectionSetNode | undefined;

function* conditionsIn(
  { selections }: SelectionSetNode,
  fragmentOf: FragmentOf,
  seen = new Set<string>(),
): Generator<DirectiveNode> {
  for (const selection of selections) {
    yield* (selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include');
    if (selection.kind === Kind.FIELD) continue;
    if (selection.kind === Kind.INLINE_FRAGMENT) yield* conditionsIn(selection.selectionSet, fragmentOf, seen);
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      const fragment = fragmentOf(selection.name.value);
      if (fragment) yield* conditionsIn(fragment, fragmentOf, seen);
    }
  }
}
