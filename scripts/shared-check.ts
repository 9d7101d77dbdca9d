/**
 * Whether every file that codegen keeps in the repository is up to date: the shared part of each schema.graphql; and
 * whether codegen would notice a change: a package's turbo.json names the schemas that its src/peers ask.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSupergraphFile } from '@fieldhouse/platform';
import { otherSchemas } from './codegen/files.ts';
import { withShared } from './codegen/shared.ts';

const subgraphs = readSupergraphFile();
const complaints: string[] = [];

for (const { name, schemaFile } of subgraphs) {
  const sdl = readFileSync(schemaFile, 'utf8');
  if (withShared(sdl, otherSchemas(name)) !== sdl)
    complaints.push(`subgraphs/${name}/schema.graphql: what codegen writes in it is not up to date`);
}

for (const directory of [join('packages', 'kit'), ...subgraphs.map(({ schemaFile }) => dirname(schemaFile))]) {
  const peers = join(directory, 'src', 'peers');
  if (!existsSync(peers)) continue;
  const inputs = readFileSync(join(directory, 'turbo.json'), 'utf8');
  for (const peer of readdirSync(peers).map((file) => file.replace('.graphql', '')))
    if (![peer, '*'].some((it) => inputs.includes(`subgraphs/${it}/schema.graphql`)))
      complaints.push(`${directory}/turbo.json: its generate does not depend on subgraphs/${peer}/schema.graphql`);
}

for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exit(complaints.length > 0 ? 1 : 0);
