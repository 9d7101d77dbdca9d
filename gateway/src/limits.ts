import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Limits } from './config.ts';

/** How much a selection asks for, fragments counted wherever they are spread. */
interface Size {
  readonly depth: number;
  readonly aliases: number;
  /** Fields of this level. */
  readonly own: number;
  /** Fields of this level and all below. */
  readonly fields: number;
}

const NOTHING: Size = { depth: 0, aliases: 0, own: 0, fields: 0 };

/** Refuses operations that are too deep, too aliased or too broad, before anything is planned. */
export const limitsRule =
  ({ depth, aliases, rootFields, fields }: Limits): ValidationRule =>
  (context) => {
    const measure = measuring((name) => context.getFragment(name) ?? undefined);
    const report = (node: OperationDefinitionNode, what: string, size: number, limit: number) => {
      if (size <= limit) return;
      context.reportError(
        new GraphQLError(`The operation has ${what} ${size}; the limit is ${limit}`, { nodes: [node] }),
      );
    };
    return {
      OperationDefinition: (node) => {
        const size = measure(node.selectionSet);
        report(node, 'depth', size.depth, depth);
        report(node, 'aliases', size.aliases, aliases);
        report(node, 'root fields', size.own, rootFields);
        report(node, 'fields', size.fields, fields);
        return false;
      },
    };
  };

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
    return { depth: isSchema ? 1 : inner.depth + 1, aliases, own: 1, fields: inner.fields + 1 };
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
  own: one.own + other.own,
  fields: one.fields + other.fields,
});
