import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/**
 * GraphQL says that fields of the same name at the same place must mean the same, and graphql-js compares every two of
 * them: 2,000 times `id` are two million comparisons, a microsecond and a half each. A page made of a hundred
 * fragments needs a few thousand.
 */
export const MOST_COMPARISONS = 50_000;

/** Says of a document without cycles that it repeats its fields too often; `null` where it does not. */
export function ensureFewComparisons(document: DocumentNode): GraphQLError | null {
  const counting: Counting = {
    fragments: new Map(document.definitions.filter(isFragment).map((it) => [it.name.value, it])),
    reached: new Set(),
    comparisons: 0,
  };
  const roots = document.definitions.filter((it) => it.kind === Kind.OPERATION_DEFINITION);
  for (const { selectionSet } of roots) count([selectionSet], counting);
  for (const [name, { selectionSet }] of counting.fragments)
    if (!counting.reached.has(name)) count([selectionSet], counting);
  if (counting.comparisons <= MOST_COMPARISONS) return null;
  return new GraphQLError('The document repeats the same fields too often');
}

const isFragment = (it: DefinitionNode): it is FragmentDefinitionNode => it.kind === Kind.FRAGMENT_DEFINITION;

interface Counting {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly reached: Set<string>;
  comparisons: number;
}

/** Counts for selection sets whose fields end up in the same place. */
function count(sets: readonly SelectionSetNode[], counting: Counting): void {
  const groups = new Map<string, FieldNode[]>();
  for (const set of sets) gather(set, groups, counting);
  for (const group of groups.values()) {
    if (counting.comparisons > MOST_COMPARISONS) return;
    counting.comparisons += (group.length * (group.length - 1)) / 2;
    const inner = group.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (inner.length > 0) count(inner, counting);
  }
}

function gather({ selections }: SelectionSetNode, groups: Map<string, FieldNode[]>, counting: Counting): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const group = groups.get(key);
      if (group) group.push(selection);
      else groups.set(key, [selection]);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) gather(selection.selectionSet, groups, counting);
    else {
      const fragment = counting.fragments.get(selection.name.value);
      counting.reached.add(selection.name.value);
      if (fragment) gather(fragment.selectionSet, groups, counting);
    }
  }
}
