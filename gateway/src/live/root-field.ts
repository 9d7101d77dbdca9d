import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { KnownOperation } from '../gatekeeper/known-operations.ts';
import { perOperation } from '../gatekeeper/per-operation.ts';

/** The one field of a subscription; `undefined` where a directive may leave it out. */
export const rootField = perOperation(({ node, document }: KnownOperation): FieldNode | undefined => {
  const fragments = new Map(
    document.definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  );
  const all = [...fieldsOf(node.selectionSet, fragments)];
  return all.includes(undefined) ? undefined : all[0];
});

function* fieldsOf(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Generator<FieldNode | undefined> {
  for (const selection of selections) {
    if (mayBeLeftOut(selection)) yield undefined;
    else if (selection.kind === Kind.FIELD) yield selection;
    else {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment) yield* fieldsOf(fragment.selectionSet, fragments);
    }
  }
}

const mayBeLeftOut = ({ directives = [] }: SelectionNode): boolean =>
  directives.some(({ name }) => name.value === 'skip' || name.value === 'include');
