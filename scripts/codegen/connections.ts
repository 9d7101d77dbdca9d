/** Connection and edge types, which every list of the API has: written for whatever `…Connection` a schema uses. */
import { type DefinitionNode, Kind, parse, print, visit } from 'graphql';
import { capitalised, oneOf, plural, words } from './words.ts';

/** What prose calls types whose names do not say it. */
const CALLED: Readonly<Record<string, readonly [one: string, page: string]>> = {
  User: ['person', 'people'],
  TeamMember: ['member', 'a roster'],
  Attendance: ['invitation', 'invitations'],
};

/** The connection types that definitions use and do not define, and their edges, in order of use. */
export function connectionsFor(definitions: readonly DefinitionNode[]): string {
  const defined = new Set(definitions.map((it) => ('name' in it ? it.name?.value : undefined)));
  const nodes = connectedNodes(definitions).filter((node) => !defined.has(`${node}Connection`));
  return nodes.map(connection).join('\n\n');
}

/** Whether a definition is one that was generated here. */
export function isGeneratedConnection(definition: DefinitionNode): boolean {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return false;
  const node = /^(\w+)(Connection|Edge)$/.exec(definition.name.value)?.[1];
  const generated = node ? parse(connection(node)).definitions : [];
  return generated.some((it) => withoutWords(it) === withoutWords(definition));
}

function connectedNodes(definitions: readonly DefinitionNode[]): string[] {
  const nodes = new Set<string>();
  const note = (name: string) => {
    const node = /^(\w+)Connection$/.exec(name)?.[1];
    if (node) nodes.add(node);
  };
  for (const definition of definitions) visit(definition, { NamedType: ({ name }) => note(name.value) });
  return [...nodes];
}

function connection(node: string): string {
  const [one, page] = CALLED[node] ?? [words(node), plural(words(node))];
  return `"One page of ${page}."
type ${node}Connection {
  edges: [${node}Edge!]!
  nodes: [${node}!]!
  pageInfo: PageInfo!
  "How many there are in all."
  totalCount: Int @cost(weight: 5)
}

"${capitalised(oneOf(one))} in a page."
type ${node}Edge {
  cursor: String!
  node: ${node}!
}`;
}

const withoutWords = (definition: DefinitionNode): string =>
  print(
    visit(definition, { enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined) }),
  );
