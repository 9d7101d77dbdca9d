import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Subgraph } from '@fieldhouse/kit';
import type { SubgraphEntry } from '@fieldhouse/platform';

/** Imports a subgraph's description. By path, not by package name: a new subgraph runs before anything is installed again. */
export async function loadSubgraph({ name, directory }: SubgraphEntry): Promise<Subgraph> {
  const { default: subgraph } = await import(pathToFileURL(join(directory, 'src', 'subgraph.ts')).href);
  if (subgraph?.name !== name) throw new Error(`subgraphs/${name}/src/subgraph.ts does not define "${name}"`);
  return subgraph;
}
