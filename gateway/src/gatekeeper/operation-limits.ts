import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/** What one operation may ask for at most. */
export interface OperationLimits {
  /** Levels of nested selection sets. */
  readonly depth: number;
  /** Aliased fields, fragments counted wherever they are spread. */
  readonly aliases: number;
  /** Fields of Query or Mutation itself. */
  readonly rootFields: number;
  /** Fields in all, fragments counted wherever they are spread. */
  readonly fields: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
}

/**
 * Characters of an operation's aliases together, fragments counted wherever they are spread: an alias comes back with
 * every object of a list, and one of 95,000 characters made 200 MB of a small page.
 */
export const MOST_ALIAS_TEXT = 1_000;

/** How much a selection asks for, fragments counted wherever they are spread. */
interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly aliasText: number;
  /** Fields of this level. */
  readonly own: number;
  /** Fields of this level and all below. */
  readonly fields: number;
}

const NOTHING: Size = { depth: 0, aliases: 0, aliasText: 0, own: 0, fields: 0 };

/** Refuses operations that are too deep, too aliased or too broad, and fragments too broad that no operation uses. */
export const limitsRule =
  (limits: OperationLimits): ValidationRule =>
  (context) => {
    const measure = measuring((name) => context.getFragment(name) ?? undefined);
    const errors: GraphQLError[] = [];
    return {
      OperationDefinition: (node) => {
        errors.push(...excesses(node, measure(node.selectionSet), limits));
        return false;
      },
      Document: {
        leave: ({ definitions }) => {
          const fragments = definitions.filter((it) => it.kind === Kind.FRAGMENT_DEFINITION);
          const idle = () =>
            fragments.flatMap((it) => excesses(it, { ...NOTHING, fields: measure(it.selectionSet).fields }, limits));
          for (const error of errors.length > 0 ? errors : idle()) context.reportError(error);
        },
      },
    };
  };

function excesses(
  node: OperationDefinitionNode | FragmentDefinitionNode,
  { depth, aliases, aliasText, own, fields }: Size,
  limits: OperationLimits,
): GraphQLError[] {
  const sizes: readonly [what: string, size: number, limit: number][] = [
    ['depth', depth, limits.depth],
    ['aliases', aliases, limits.aliases],
    ['characters in its aliases', aliasText, MOST_ALIAS_TEXT],
    ['root fields', own, limits.rootFields],
    ['fields', fields, limits.fields],
  ];
  const subject = node.kind === Kind.OPERATION_DEFINITION ? 'The operation' : `Fragment "${node.name.value}"`;
  return sizes
    .filter(([, size, limit]) => size > limit)
    .map(
      ([what, size, limit]) =>
        new GraphQLError(`${subject} has ${what} ${size}; the limit is ${limit}`, { nodes: [node] }),
    );
}

/** Measures each fragment once, however often it is spread; a cycle, which another rule refuses, counts nothing. */
function measuring(fragment: (name: string) => FragmentDefinitionNode | undefined) {
  const known = new Map<string, Size>();
  const measure = ({ selections }: SelectionSetNode): Size => selections.map(sizeOf).reduce(together, NOTHING);
  const sizeOf = (selection: SelectionNode): Size => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return measure(selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    const inner = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
    // Tools read the schema 13 levels deep; how far that may go is graphql-js' rule MaxIntrospectionDepth.
    const isSchema = selection.name.value.startsWith('__');
    const aliases = inner.aliases + (selection.alias ? 1 : 0);
    const aliasText = inner.aliasText + (selection.alias?.value.length ?? 0);
    return { depth: isSchema ? 1 : inner.depth + 1, aliases, aliasText, own: 1, fields: inner.fields + 1 };
  };
  const ofFragment = (name: string): Size => {
    const measured = known.get(name);
    if (measured) return measured;
    known.set(name, NOTHING);
    const found = fragment(name);
    const size = found ? measure(found.selectionSet) : NOTHING;
    known.set(name, size);
    return size;
  };
  return measure;
}

const together = (one: Size, other: Size): Size => ({
  depth: Math.max(one.depth, other.depth),
  aliases: one.aliases + other.aliases,
  aliasText: one.aliasText + other.aliasText,
  own: one.own + other.own,
  fields: one.fields + other.fields,
});
