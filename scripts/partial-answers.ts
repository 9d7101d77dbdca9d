/** Whether one domain that is away could take others' answers with it, looked for in the composed supergraph. */
import { readFileSync } from 'node:fs';
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from 'graphql';
import { root } from './codegen/files.ts';

/**
 * What would spread an outage. A non-null field that cannot be had makes its object `null`, and that object, where it is
 * promised, the one around it. So two things are nullable: what a domain adds to another's entity, and a reference to an
 * entity that has promised fields which only another domain can keep.
 */
export function spreadsOutages(supergraphSdl: string): string[] {
  const types = parse(supergraphSdl).definitions.filter((it) => it.kind === Kind.OBJECT_TYPE_DEFINITION);
  const missing = new Map(types.map((type) => [type.name.value, promisedElsewhere(type)]));
  return types.filter(isPublic).flatMap((type) => [
    ...(withoutHome(missing.get(type.name.value)) ?? []).map((field) => `${type.name.value}.${field}: ${ADDED}`),
    ...(type.fields ?? []).filter(isPublic).flatMap((field) => {
      const elsewhere = missing.get(namedType(field.type));
      const isPromised = elsewhere && promisesItems(field.type);
      const breaks = isPromised && resolversOf(type, field).some((graph) => elsewhere.get(graph)?.length);
      return breaks ? [`${type.name.value}.${field.name.value}: ${REFERENCE}`] : [];
    }),
  ]);
}

const ADDED = 'is promised, as others of this type are by another domain: no domain can give the type alone';
const REFERENCE = 'promises an entity of which only another domain knows all that is promised';

type Elsewhere = ReadonlyMap<string, readonly string[]>;

/** For each domain that knows a type: the promised fields that it cannot give itself. */
function promisedElsewhere(type: ObjectTypeDefinitionNode): Elsewhere {
  const promised = (type.fields ?? []).filter((field) => isPublic(field) && field.type.kind === Kind.NON_NULL_TYPE);
  return new Map(
    graphsOf(type).map((graph) => [
      graph,
      promised.filter((field) => !resolversOf(type, field).includes(graph)).map(({ name }) => name.value),
    ]),
  );
}

/** The promised fields that the domain which knows most lacks: none where one domain can give the type alone. */
const withoutHome = (elsewhere: Elsewhere | undefined): readonly string[] | undefined =>
  [...(elsewhere?.values() ?? [])].toSorted((a, b) => a.length - b.length)[0];

const graphsOf = ({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): string[] =>
  directives.filter(({ name }) => name.value === 'join__type').flatMap((it) => argument(it, 'graph') ?? []);

/** The domains that resolve a field: those that declare it, unless as another's. */
function resolversOf(type: ObjectTypeDefinitionNode, { directives = [] }: FieldDefinitionNode): string[] {
  const declared = directives.filter(({ name }) => name.value === 'join__field');
  if (declared.length === 0) return graphsOf(type);
  return declared.filter((it) => argument(it, 'external') !== 'true').flatMap((it) => argument(it, 'graph') ?? []);
}

function argument({ arguments: given = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = given.find((it) => it.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : undefined;
}

const isPublic = ({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): boolean =>
  !directives.some(({ name }) => name.value === 'inaccessible');

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

/** Whether the named type itself is non-null, in a list or not. */
const promisesItems = (type: TypeNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.NAMED_TYPE
    ? true
    : type.kind !== Kind.NAMED_TYPE && promisesItems(type.type);

if (process.argv[1] === import.meta.filename) {
  const found = spreadsOutages(readFileSync(new URL('supergraph.graphql', root), 'utf8'));
  for (const line of found) process.stderr.write(`${line}\n`);
  process.exit(found.length > 0 ? 1 : 0);
}
