import { readdirSync, readFileSync } from 'node:fs';
import { readSupergraphFile } from '@fieldhouse/platform';
import { Kind, parse } from 'graphql';
import { root } from '../codegen/files.ts';
import { prefixesInUse } from '../codegen/ids.ts';
import type { Taken } from './naming.ts';

/** The names that this repository has given already. */
export function takenNames(): Taken {
  const supergraph = parse(readFileSync(new URL('supergraph.graphql', root), 'utf8')).definitions;
  const folders = ['subgraphs', 'prisma'].flatMap((folder) => readdirSync(new URL(folder, root)));
  return {
    subgraphs: [...readSupergraphFile().map(({ name }) => name), ...folders],
    types: supergraph.flatMap((it) => ('name' in it && it.name ? [it.name.value] : [])),
    fields: supergraph.flatMap((it) =>
      it.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(it.name.value)
        ? (it.fields ?? []).map(({ name }) => name.value)
        : [],
    ),
    prefixes: prefixesInUse(),
  };
}
