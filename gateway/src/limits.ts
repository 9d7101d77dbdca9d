import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Limits } from './config.ts';

/** How much a selection asks for, fragments counted wherever they are spread. */
interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
}

const NOTHING: Size = { depth: 0, aliases: 0, fields: 0 };

/** Refuses operations that are too deep, too aliased or too broad at the root, before anything is planned. */
export const limitsRule =
  ({ depth, aliases, rootFields }: Limits): ValidationRule =>
  (context) => {
    const sizes = new Map<string, Size>();
    const report = (node: OperationDefinitionNode, name: string, size: number, limit: number) => {
      if (size > limit)
        context.reportError(
          new GraphQLError(`The operation has ${name} ${size}; the limit is ${limit}`, { nodes: [node] }),
        );
    };
    return {
      OperationDefinition: (node) => {
        const fragment = (name: string) => context.getFragment(name) ?? undefined;
        const size = sizeOf(node.selectionSet, fragment, sizes);
        report(node, 'depth', size.depth, depth);
        report(node, 'aliases', size.aliases, aliases);
        report(node, 'root fields', size.fields, rootFields);
        return false;
      },
    };
  };

type Fragments = (name: string) => FragmentDefinitionNode | undefined;

/** `fields` counts this level only. Each fragment is measured once; a cycle, which another rule refuses, counts nothing. */
function sizeOf({ selections }: SelectionSetNode, fragments: Fragments, known: Map<string, Size>): Size {
  let size = NOTHING;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const isSchema = selection.name.value.startsWith('__');
      const inner = selection.selectionSet && !isSchema ? sizeOf(selection.selectionSet, fragments, known) : NOTHING;
      const aliases = inner.aliases + (selection.alias ? 1 : 0);
      size = { depth: Math.max(size.depth, inner.depth + 1), aliases: size.aliases + aliases, fields: size.fields + 1 };
      continue;
    }
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? sizeOf(selection.selectionSet, fragments, known)
        : spread(selection.name.value, fragments, known);
    size = {
      depth: Math.max(size.depth, inner.depth),
      aliases: size.aliases + inner.aliases,
      fields: size.fields + inner.fields,
    };
  }
  return size;
}

function spread(name: string, fragments: Fragments, known: Map<string, Size>): Size {
  const measured = known.get(name);
  if (measured) return measured;
  known.set(name, NOTHING);
  const fragment = fragments(name);
  const size = fragment ? sizeOf(fragment.selectionSet, fragments, known) : NOTHING;
  known.set(name, size);
  return size;
}
