import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import type { KnownOperation } from '../gatekeeper/known-operations.ts';
import { perOperation } from '../gatekeeper/per-operation.ts';

/** The one field of a subscription; it may be named several times over, each time with the same arguments. */
export const rootField = perOperation(({ node, document }: KnownOperation): FieldNode => {
  const fragments = new Map(
    document.definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  );
  const [field] = fieldsOf(node.selectionSet, fragments);
  if (!field) throw new Error('A subscription without a field');
  return field;
});

function* fieldsOf(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Generator<FieldNode> {
  for (const selection of selections)
    if (selection.kind === Kind.FIELD) yield selection;
    else {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment) yield* fieldsOf(fragment.selectionSet, fragments);
    }
}
