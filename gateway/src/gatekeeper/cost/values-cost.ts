import {
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { applies } from './applies.ts';
import type { Compilation, Finishing } from './compilation.ts';
import { isLeftOut } from './left-out.ts';

/** So many values come with an object; the fullest of those that pages ask for have fewer. */
export const VALUES_OF_AN_OBJECT = 12;

/** What each value costs beyond them: measured, a twelfth of an object with as many as come with it. */
export const A_VALUE = 0.1;

/** A leaf by its name in the answer, and the selections that decide whether it is there. */
interface Leaf {
  readonly key: string;
  readonly coordinate: string;
  readonly conditions: readonly SelectionNode[];
}

/**
 * What an object costs for having more values than others: the same field under many names is as much work each time.
 * Values of the same name are one, however many fragments ask for it.
 */
export function valuesCost(
  set: SelectionSetNode,
  type: GraphQLObjectType,
  compilation: Compilation,
): (request: Finishing) => number {
  const leaves = [...leavesOf(set, type, compilation, [])];
  if (new Set(leaves.map(({ key }) => key)).size <= VALUES_OF_AN_OBJECT) return () => 0;
  return ({ variables, refused }) => {
    const there = leaves.filter(
      ({ coordinate, conditions }) =>
        !refused?.has(coordinate) && !conditions.some((selection) => isLeftOut(selection, variables)),
    );
    const values = new Set(there.map(({ key }) => key)).size;
    return Math.max(0, values - VALUES_OF_AN_OBJECT) * A_VALUE;
  };
}

function* leavesOf(
  { selections }: SelectionSetNode,
  type: GraphQLObjectType,
  compilation: Compilation,
  above: readonly SelectionNode[],
): Generator<Leaf> {
  for (const selection of selections) {
    const conditions = selection.directives?.length ? [...above, selection] : above;
    if (selection.kind === Kind.FIELD) {
      const field = type.getFields()[selection.name.value];
      // __typename is in every type and in no list of its fields.
      if (field && !isLeafType(getNamedType(field.type))) continue;
      const name = selection.name.value;
      yield { key: selection.alias?.value ?? name, coordinate: `${type.name}.${name}`, conditions };
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : compilation.fragments.get(selection.name.value);
    if (fragment && applies(fragment.typeCondition?.name.value, type, compilation.schema))
      yield* leavesOf(fragment.selectionSet, type, compilation, conditions);
  }
}
