/** Keeps the shared part of every schema.graphql equal to packages/kit/shared.graphql. */
import { readFileSync } from 'node:fs';
import { type DefinitionNode, parse } from 'graphql';
import { root } from './files.ts';

const MARK = '# Shared by every subgraph: edit packages/kit/shared.graphql, then `npm run codegen`. ';
const BANNER = MARK.padEnd(120, '-');

/** The text of shared.graphql. */
export const sharedSdl = (): string => readFileSync(new URL('packages/kit/shared.graphql', root), 'utf8').trim();

/** A subgraph's SDL with the shared part brought up to date; what was added below it comes above, so nothing is lost. */
export function withShared(sdl: string): string {
  const shared = sharedSdl();
  const at = sdl.indexOf(MARK);
  const own = at < 0 ? [sdl] : [sdl.slice(0, at), ...strays(sdl.slice(at), shared)];
  return `${[...own.map((part) => part.trim()), BANNER, shared].join('\n\n')}\n`;
}

/** The definitions in a shared part that are not shared. */
function strays(part: string, shared: string): string[] {
  const known = new Set(definitionsIn(shared).map(nameOf));
  return definitionsIn(part)
    .filter((definition) => !known.has(nameOf(definition)))
    .map(({ loc }) => part.slice(loc?.start, loc?.end));
}

const definitionsIn = (sdl: string): readonly DefinitionNode[] =>
  sdl.replace(/^#.*$/gm, '').trim() === '' ? [] : parse(sdl).definitions;

const nameOf = (definition: DefinitionNode): string =>
  `${definition.kind} ${'name' in definition ? definition.name?.value : ''}`;
