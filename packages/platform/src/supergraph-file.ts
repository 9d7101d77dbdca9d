import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** One subgraph as supergraph.yaml names it; all paths are absolute. */
export interface SubgraphEntry {
  readonly name: string;
  readonly schemaFile: string;
  readonly routingUrl: string;
  readonly directory: string;
  readonly prismaDirectory: string;
}

const Entry = z.object({ routing_url: z.url(), schema: z.object({ file: z.string().min(1) }) });
const SupergraphFile = z.object({ subgraphs: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), Entry) });

const ownFile = fileURLToPath(new URL('../../../supergraph.yaml', import.meta.url));

/** The subgraphs of supergraph.yaml, the only list of them, in the file's order. */
export function readSupergraphFile(file: string = ownFile): readonly SubgraphEntry[] {
  const parsed = SupergraphFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not a supergraph file:\n${z.prettifyError(parsed.error)}`);
  const root = path.dirname(path.resolve(file));
  return Object.entries(parsed.data.subgraphs).map(([name, { routing_url, schema }]) => {
    const schemaFile = path.resolve(root, schema.file);
    const prismaDirectory = path.join(root, 'prisma', name);
    return { name, schemaFile, routingUrl: routing_url, directory: path.dirname(schemaFile), prismaDirectory };
  });
}
