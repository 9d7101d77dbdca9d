/** Generates what one workspace's TypeScript needs: `generate.ts kit`, `generate.ts teams`. Turbo calls it and caches. */
import { existsSync } from 'node:fs';
import { parse } from 'graphql';
import { contextType, databaseTypes } from './codegen/context.ts';
import { root, write } from './codegen/files.ts';
import { partsOf } from './codegen/parts.ts';
import { peerOperations } from './codegen/peers.ts';
import { resolverTypes } from './codegen/resolvers.ts';
import { sharedSdl, writeShared } from './codegen/shared.ts';
import { prisma } from './prisma.ts';

const [name = ''] = process.argv.slice(2);
const directory = name === 'kit' ? 'packages/kit' : `subgraphs/${name}`;
const generated = new URL(`${directory}/src/__generated__/`, root);

if (name === 'kit') {
  const codes = parse(sharedSdl()).definitions.flatMap((it) =>
    it.kind === 'EnumTypeDefinition' && it.name.value === 'ErrorCode' ? (it.values ?? []) : [],
  );
  const union = codes.map((it) => `  | '${it.name.value}'`).join('\n');
  write(
    new URL('error-code.ts', generated),
    `/** Every code of the schema's ErrorCode. */\nexport type ErrorCode =\n${union};\n`,
  );
} else {
  writeShared(name);
  if (prisma(name, ['generate'], 'pipe') !== 0) process.exit(1);
  write(new URL('database.ts', generated), databaseTypes());
  write(new URL('context.ts', generated), contextType(name));
  write(new URL('parts.ts', generated), partsOf(name));
  write(new URL('resolvers.ts', generated), await resolverTypes(name));
}
if (existsSync(new URL(`${directory}/src/peers`, root)))
  for (const [peer, text] of Object.entries(await peerOperations(directory)))
    write(new URL(`peers/${peer}.ts`, generated), text);
