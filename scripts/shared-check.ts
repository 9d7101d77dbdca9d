/** Whether every file that codegen keeps in the repository is up to date: the shared part of each schema.graphql. */
import { readFileSync } from 'node:fs';
import { readSupergraphFile } from '@fieldhouse/platform';
import { withShared } from './codegen/shared.ts';

const stale = readSupergraphFile().filter(({ schemaFile }) => {
  const sdl = readFileSync(schemaFile, 'utf8');
  return withShared(sdl) !== sdl;
});
for (const { name } of stale)
  process.stderr.write(`subgraphs/${name}/schema.graphql: its shared part is not packages/kit/shared.graphql\n`);
process.exit(stale.length > 0 ? 1 : 0);
