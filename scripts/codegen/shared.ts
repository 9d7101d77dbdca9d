/**
 * Keeps the lower part of every schema.graphql: the connections of its own lists, what `node` needs, and
 * packages/kit/shared.graphql. Rover reads each file alone, so what is shared is repeated.
 */
import { readFileSync } from 'node:fs';
import { type DefinitionNode, Kind, parse, visit } from 'graphql';
import { connectionsFor, isGeneratedConnection } from './connections.ts';
import { otherSchemas, root, write } from './files.ts';
import { isGeneratedNode, nodesFor } from './nodes.ts';

const MARK =
  '# Written by `npm run codegen`: the pages of the lists above, and what packages/kit/shared.graphql says. ';
const OLDER_MARK = '# Shared by every subgraph: ';
const BANNER = MARK.padEnd(120, '-');

/** The text of shared.graphql. */
export const sharedSdl = (): string => readFileSync(new URL('packages/kit/shared.graphql', root), 'utf8').trim();

/**
 * A subgraph's SDL with its lower part brought up to date, by the SDL of `others`; what was added below the mark comes
 * above, so nothing is lost.
 */
export function withShared(sdl: string, others: readonly string[] = []): string {
  const at = Math.max(sdl.indexOf(MARK), sdl.indexOf(OLDER_MARK));
  const own = (at < 0 ? [sdl] : [sdl.slice(0, at), ...strays(sdl.slice(at), sharedSdl())]).map((part) => part.trim());
  const connections = connectionsFor(definitionsIn(own.join('\n')));
  const nodes = nodesFor(definitionsIn(own.join('\n')), others.flatMap(definitionsIn));
  const shared = sharedBy(definitionsIn([...own, connections, nodes].join('\n')));
  return `${[...own, BANNER, connections, nodes, shared].filter((part) => part !== '').join('\n\n')}\n`;
}

/** Brings the schema.graphql of a subgraph up to date. */
export function writeShared(name: string): void {
  const schema = new URL(`subgraphs/${name}/schema.graphql`, root);
  write(schema, withShared(readFileSync(schema, 'utf8'), otherSchemas(name)));
}

/** What definitions need of the shared ones, and those of each other; what nobody uses is not in the API. */
function sharedBy(definitions: readonly DefinitionNode[]): string {
  const sdl = sharedSdl();
  const shared = definitionsIn(sdl);
  const needed = new Set<DefinitionNode>(shared.filter((it) => isForAll(it)));
  const need = (using: readonly DefinitionNode[]): void => {
    const names = namesUsedBy(using);
    const more = shared.filter((it) => !needed.has(it) && 'name' in it && names.has(it.name?.value ?? ''));
    for (const it of more) needed.add(it);
    if (more.length > 0) need(more);
  };
  need(definitions);
  for (const it of shared.filter((extension) => composes(extension, needed))) needed.add(it);
  const texts = shared.filter((it) => needed.has(it)).map(({ loc }) => sdl.slice(loc?.start, loc?.end));
  return texts.join('\n\n');
}

const isForAll = (it: DefinitionNode): boolean => it.kind === Kind.SCHEMA_EXTENSION && composedBy(it) === undefined;

/** Whether it brings a directive that is needed into the supergraph. */
const composes = (it: DefinitionNode, needed: ReadonlySet<DefinitionNode>): boolean =>
  [...needed].some((other) => other.kind === Kind.DIRECTIVE_DEFINITION && `@${other.name.value}` === composedBy(it));

function composedBy(it: DefinitionNode): string | undefined {
  const directive =
    it.kind === Kind.SCHEMA_EXTENSION && it.directives?.find(({ name }) => name.value === 'composeDirective');
  const name = directive ? directive.arguments?.[0]?.value : undefined;
  return name?.kind === Kind.STRING ? name.value : undefined;
}

/** The types that definitions name, and the directives. */
function namesUsedBy(definitions: readonly DefinitionNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  const note = ({ name }: { readonly name: { readonly value: string } }) => void names.add(name.value);
  for (const definition of definitions) visit(definition, { NamedType: note, Directive: note });
  return names;
}

/** The definitions below the mark that nothing wrote there. */
function strays(part: string, shared: string): string[] {
  const known = new Set(definitionsIn(shared).map(nameOf));
  return definitionsIn(part)
    .filter((it) => !known.has(nameOf(it)) && !isGeneratedConnection(it) && !isGeneratedNode(it))
    .map(({ loc }) => part.slice(loc?.start, loc?.end));
}

const definitionsIn = (sdl: string): readonly DefinitionNode[] =>
  sdl.replace(/^#.*$/gm, '').trim() === '' ? [] : parse(sdl).definitions;

const nameOf = (definition: DefinitionNode): string =>
  `${definition.kind} ${'name' in definition ? definition.name?.value : ''}`;
