import { readFileSync } from 'node:fs';
import type { SubgraphEntry } from '@fieldhouse/platform';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
} from 'graphql';

/** A subgraph's schema by the subgraph's name. */
interface Declared {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

type ObjectType = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/**
 * What is wrong with the prefixes of a whole house. An id says by its first letters what it belongs to, so each prefix is
 * one type's alone, and the type's home says it.
 */
export function doubledPrefixes(subgraphs: readonly Declared[]): string[] {
  const first = new Map<string, { readonly type: string; readonly at: string }>();
  return subgraphs.flatMap(({ name: subgraph, typeDefs }) =>
    objectTypes(typeDefs).flatMap((type) =>
      prefixesOf(type).flatMap((prefix) => {
        const at = `${subgraph}'s ${type.name.value}`;
        const known = first.get(prefix);
        if (!known) first.set(prefix, { type: type.name.value, at });
        return known ? [`${known.at} and ${at} both say that their ids begin with ${prefix}_`] : [];
      }),
    ),
  );
}

/** Refuses to start a house of which two types have the same prefix. */
export function ensureOwnPrefixes(subgraphs: readonly SubgraphEntry[]): void {
  const declared = subgraphs.map(({ name, schemaFile }) => ({
    name,
    typeDefs: parse(readFileSync(schemaFile, 'utf8')),
  }));
  const doubled = doubledPrefixes(declared);
  if (doubled.length > 0) throw new Error(doubled.join('\n'));
}

/** Whether a subgraph only knows that there is such a type in another: it can refer to one, and show nothing of it. */
export const isStub = ({ directives = [], fields = [] }: ObjectType): boolean => {
  const keys = named(directives, 'key');
  return (
    keys.length > 0 &&
    keys.every((key) => isFalse(argument(key, 'resolvable'))) &&
    fields.every((field) => named(field.directives, 'external').length > 0 || isIn(keys, field.name.value))
  );
};

const objectTypes = ({ definitions }: DocumentNode): ObjectType[] =>
  definitions.filter(
    (it) => it.kind === Kind.OBJECT_TYPE_DEFINITION || it.kind === Kind.OBJECT_TYPE_EXTENSION,
  ) as ObjectType[];

const prefixesOf = (type: ObjectType): string[] =>
  isStub(type) ? [] : named(type.directives, 'id').flatMap((it) => text(argument(it, 'prefix')));

const isIn = (keys: readonly ConstDirectiveNode[], field: string) =>
  keys.some((key) => text(argument(key, 'fields')).some((fields) => fields.split(/\W+/).includes(field)));

const named = (directives: readonly ConstDirectiveNode[] = [], name: string) =>
  directives.filter((it) => it.name.value === name);

const argument = (directive: ConstDirectiveNode, name: string) =>
  directive.arguments?.find((it) => it.name.value === name)?.value;

type Value = ReturnType<typeof argument>;

const isFalse = (value: Value) => value?.kind === Kind.BOOLEAN && !value.value;
const text = (value: Value): string[] => (value?.kind === Kind.STRING ? [value.value] : []);
