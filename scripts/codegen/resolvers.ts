/** Types for a subgraph's resolvers, from its schema.graphql and the models of its database. */
import { existsSync, readFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, parse, visit } from 'graphql';
import { root } from './files.ts';
import { isGeneratedNode, isStub } from './nodes.ts';
import { typeName } from './words.ts';

/** How our scalars look in resolvers. */
export const SCALARS = {
  ID: 'string',
  DateTime: 'Date',
  LocalDate: 'string',
  TimeZone: 'string',
  Locale: 'string',
  EmailAddress: 'string',
  PhoneNumber: 'string',
  HexColorCode: 'string',
  LocalTime: 'string',
  ISO8601Duration: 'string',
  URL: 'string',
  Currency: 'string',
  SafeInt: { input: 'number', output: 'number | bigint' },
  JSON: 'unknown',
};

const HEADER = `// Generated from schema.graphql by \`npm run codegen\`.
import type { Connection } from '@fieldhouse/kit';
`;

/** The text of src/__generated__/resolvers.ts. */
export async function resolverTypes(name: string): Promise<string> {
  const schema = parse(readFileSync(new URL(`subgraphs/${name}/schema.graphql`, root), 'utf8'));
  const types = schema.definitions.filter((it) => it.kind === Kind.OBJECT_TYPE_DEFINITION);
  const models = modelsOf(name);
  const text = await codegen({
    filename: 'resolvers.ts',
    schema: withoutKits(schema),
    documents: [],
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      enumType: 'string-literal',
      optionalResolveType: true,
      avoidOptionals: { defaultValue: true },
      defaultScalarType: 'unknown',
      scalars: SCALARS,
      importExtension: '.ts',
      emitLegacyCommonJSImports: false,
      contextType: `./context.ts#${typeName(name)}Context`,
      mappers: { ...mappersOf(types, models), ...parentsOf(name) },
    },
  });
  const rows = models.map((model) => `${model} as ${model}Row`).join(', ');
  const imports = models.length > 0 ? `import type { ${rows} } from './prisma/client.ts';\n` : '';
  return HEADER + imports + withPlainSubscriptions(text);
}

function modelsOf(name: string): string[] {
  const file = new URL(`prisma/${name}/schema.prisma`, root);
  if (!existsSync(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(/^model (\w+)/gm)].map(([, model]) => model as string);
}

/** Which rows resolvers return: a table's row for its type, a page of rows for its connection, keys for foreign entities. */
function mappersOf(types: ObjectTypeDefinitionNode[], models: string[]): Record<string, string> {
  const isEntity = (type: ObjectTypeDefinitionNode) => type.directives?.some((it) => it.name.value === 'key');
  return Object.fromEntries(
    types.flatMap((type) => {
      const name = type.name.value;
      const node = /^(\w+)(Connection|Edge)$/.exec(name);
      if (models.includes(name)) return [[name, `${name}Row`]];
      if (node && models.includes(node[1] as string))
        return [
          [name, node[2] === 'Edge' ? `Connection<${node[1]}Row>['edges'][number]` : `Connection<${node[1]}Row>`],
        ];
      if (isStub(type)) return [[name, '{ readonly nodeId: string }']];
      return isEntity(type) ? [[name, '{ readonly id: string; readonly [provided: string]: unknown }']] : [];
    }),
  );
}

/**
 * What resolvers hand to the fields of a type that is no row: `export interface RoundParent` in src/parents.ts is that of
 * `Round`.
 */
function parentsOf(name: string): Record<string, string> {
  const file = new URL(`subgraphs/${name}/src/parents.ts`, root);
  if (!existsSync(file)) return {};
  const named = readFileSync(file, 'utf8').matchAll(/^export (?:interface|type) (\w+)Parent\b/gm);
  return Object.fromEntries([...named].map(([, type]) => [type, `../parents.ts#${type}Parent`]));
}

/** A live field is resolved as any other: nothing in a subgraph subscribes to anything. */
const withPlainSubscriptions = (text: string): string =>
  text.replace(/^( {2}\w+\??: )SubscriptionResolver<(.*), "\w+", /gm, '$1Resolver<$2, ');

/**
 * Without what is the kit's to resolve: `node(id)` and the things that only it leads to, and what a payload says in
 * `userErrors`.
 */
function withoutKits(schema: DocumentNode): DocumentNode {
  const own = schema.definitions.filter((it) => !isGeneratedNode(it));
  const named = new Set<string>();
  for (const definition of own) visit(definition, { NamedType: ({ name }) => void named.add(name.value) });
  const needed = schema.definitions.filter(
    (it) => own.includes(it) || (it.kind === Kind.OBJECT_TYPE_DEFINITION && named.has(it.name.value)),
  );
  return visit(
    { ...schema, definitions: needed },
    {
      FieldDefinition: ({ name, arguments: args = [] }) =>
        name.value === 'userErrors' || (name.value === 'node' && args.length > 0) ? null : undefined,
    },
  );
}
