/**
 * What `node(id)` needs in the schemas. A type of which the home says `@id(prefix:)`, and that it gives by id alone, becomes
 * a `Node` there; the subgraph whose schema has the field `node` gets a stub of every other domain's (decision 0023).
 */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

/** A type that `node` finds. */
interface NodeType {
  readonly name: string;
  readonly prefix: string;
}

/** The part of a schema that is written for `node`, by what it says itself and what all the others say. */
export function nodesFor(own: readonly DefinitionNode[], others: readonly DefinitionNode[] = []): string {
  const extensions = nodesIn(own).map(extension);
  if (!servesNode(own)) return extensions.join('\n\n');
  const known = new Set(objectTypes(own).map(({ name }) => name.value));
  const foreign = nodesIn(others).sort((a, b) => a.name.localeCompare(b.name));
  const clash = foreign.find(({ name }) => known.has(name));
  if (clash) throw new Error(`${clash.name}: the subgraph that serves node leaves it to its home to give ids`);
  return [...extensions, ...foreign.map(stub)].join('\n\n');
}

/** Whether a definition is one that was written here. */
export function isGeneratedNode(definition: DefinitionNode): boolean {
  if (definition.kind === Kind.OBJECT_TYPE_EXTENSION) return isHandle(definition.fields ?? []);
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION && isStub(definition);
}

const extension = ({ name }: NodeType) => `extend type ${name} implements Node @key(fields: "nodeId") {
  nodeId: ID! @inaccessible
}`;

const stub = ({ name, prefix }: NodeType) =>
  `type ${name} implements Node @key(fields: "nodeId", resolvable: false) @id(prefix: "${prefix}") {
  nodeId: ID! @inaccessible
  id: ID! @external
}`;

const isHandle = (fields: readonly FieldDefinitionNode[]) => fields.map(({ name }) => name.value).join() === 'nodeId';

/** Whether a type is another domain's, known by its `nodeId` alone. */
export const isStub = ({ fields = [] }: ObjectTypeDefinitionNode) =>
  fields.map(({ name }) => name.value).join() === 'nodeId,id' && fields[1]?.directives?.[0]?.name.value === 'external';

const servesNode = (definitions: readonly DefinitionNode[]) =>
  queries(definitions).some(({ name, type }) => name.value === 'node' && namedType(type) === 'Node');

/** The types with a prefix that their home gives by id alone: `team(id: ID!): Team`. */
const nodesIn = (definitions: readonly DefinitionNode[]): NodeType[] =>
  objectTypes(definitions).flatMap((type) => {
    const prefix = prefixOf(type);
    const name = type.name.value;
    const isGiven = !isStub(type) && queries(definitions).some((field) => givesById(field, name));
    return prefix && isGiven ? [{ name, prefix }] : [];
  });

const givesById = ({ arguments: args = [], type, directives = [] }: FieldDefinitionNode, name: string): boolean =>
  args.length === 1 &&
  args[0]?.name.value === 'id' &&
  type.kind === Kind.NAMED_TYPE &&
  type.name.value === name &&
  !directives.some((it) => it.name.value === 'inaccessible');

const objectTypes = (definitions: readonly DefinitionNode[]) =>
  definitions.filter((it) => it.kind === Kind.OBJECT_TYPE_DEFINITION);

const queries = (definitions: readonly DefinitionNode[]): readonly FieldDefinitionNode[] =>
  objectTypes(definitions)
    .filter(({ name }) => name.value === 'Query')
    .flatMap(({ fields = [] }) => fields);

function prefixOf({ directives = [] }: ObjectTypeDefinitionNode): string | undefined {
  const id: ConstDirectiveNode | undefined = directives.find(({ name }) => name.value === 'id');
  const value = id?.arguments?.find(({ name }) => name.value === 'prefix')?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));
