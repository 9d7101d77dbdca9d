import { type ConstDirectiveNode, type DocumentNode, Kind, print } from 'graphql';
import { isStub } from './id-prefixes.ts';

/** A subgraph's schema by the subgraph's name. */
interface Declared {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

const RULES = ['authenticated', 'policy', 'requiresScopes'];

/**
 * What is wrong with the rules of types that several subgraphs declare. Each subgraph enforces what its own schema says,
 * so one that adds to another's type without its rule would answer those whom the other refuses. A stub adds nothing.
 */
export function differingRules(subgraphs: readonly Declared[]): string[] {
  const first = new Map<string, { readonly subgraph: string; readonly rules: string }>();
  return subgraphs.flatMap(({ name: subgraph, typeDefs }) =>
    [...rulesOfTypes(typeDefs)].flatMap(([type, rules]) => {
      const known = first.get(type);
      if (!known) first.set(type, { subgraph, rules });
      if (!known || known.rules === rules) return [];
      return [
        `${type}: ${known.subgraph} says ${known.rules || 'nothing'} of who may see it, ${subgraph} ${rules || 'nothing'}`,
      ];
    }),
  );
}

function rulesOfTypes({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const directives = new Map<string, readonly ConstDirectiveNode[]>();
  for (const it of definitions)
    if ((it.kind === Kind.OBJECT_TYPE_DEFINITION && !isStub(it)) || it.kind === Kind.OBJECT_TYPE_EXTENSION)
      directives.set(it.name.value, [...(directives.get(it.name.value) ?? []), ...(it.directives ?? [])]);
  return new Map([...directives].map(([type, all]) => [type, inWords(all)]));
}

const inWords = (directives: readonly ConstDirectiveNode[]): string =>
  directives
    .filter(({ name }) => RULES.includes(name.value))
    .map(print)
    .sort()
    .join(' ');
