/** Typed operations on other subgraphs: src/peers/<peer>.graphql -> src/__generated__/peers/<peer>.ts */
import { readdirSync, readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { Kind, parse, print, printSchema, validate } from 'graphql';
import { otherSchemas, root } from './files.ts';
import { SCALARS } from './resolvers.ts';
import { withShared } from './shared.ts';

/** The generated files of one package, by peer. */
export async function peerOperations(directory: string): Promise<Record<string, string>> {
  const peers = new URL(`${directory}/src/peers/`, root);
  const files = readdirSync(peers, 'utf8').filter((file) => file.endsWith('.graphql'));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => {
        const peer = file.replace('.graphql', '');
        return [peer, await operationsOn(peer, readFileSync(new URL(file, peers), 'utf8'), directory)] as const;
      }),
    ),
  );
}

async function operationsOn(peer: string, source: string, directory: string): Promise<string> {
  const sdl = readFileSync(new URL(`subgraphs/${peer}/schema.graphql`, root), 'utf8');
  const typeDefs = parse(withShared(sdl, otherSchemas(peer))); // who generates first does not wait for the peer's
  const schema = buildSubgraphSchema([{ typeDefs }]);
  const document = parse(source);
  const [error] = validate(schema, document);
  if (error) throw new Error(`${directory}/src/peers/${peer}.graphql: ${error.message}`);
  const types = await codegen({
    filename: `${peer}.ts`,
    schema: parse(printSchema(schema)),
    documents: [{ location: peer, document }],
    plugins: [{ operations: {} }],
    pluginMap: { operations },
    config: {
      scalars: SCALARS,
      enumsAsTypes: true,
      useTypeImports: true,
      skipTypename: true,
      onlyOperationTypes: true,
    },
  });
  const constants = document.definitions.flatMap((it) => {
    if (it.kind !== Kind.OPERATION_DEFINITION || !it.name) return [];
    const { value: name } = it.name;
    const kind = it.operation === 'mutation' ? 'Mutation' : 'Query';
    return [
      `export const ${name}: PeerOperation<${name}${kind}, ${name}${kind}Variables> = {
  peer: '${peer}',
  document: ${JSON.stringify(print(it))},
};`,
    ];
  });
  const kit = directory === 'packages/kit' ? '../../ask.ts' : '@fieldhouse/kit';
  return `// Generated from src/peers/${peer}.graphql by \`npm run codegen\`.
import type { PeerOperation } from '${kit}';

${types}
${constants.join('\n')}
`;
}
