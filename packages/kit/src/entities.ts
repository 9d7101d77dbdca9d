import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { BadInput } from './errors.ts';
import { INPUT } from './input.ts';

/** Below PostgreSQL's 32,767 parameters: loaders ask for all of them in one statement. */
const MOST_REPRESENTATIONS = 20_000;

type Entity = GraphQLObjectType | GraphQLInterfaceType;
type Values = Readonly<Record<string, unknown>>;

/**
 * Lets each representation of a batch stand for itself: one of an unknown type, without a key, or whose resolver fails
 * is null with an error at its place. Federation's own resolver fails them all, and a key of a wrong type would fail
 * the statement that loads the whole batch.
 */
export function separateEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()._entities as GraphQLField<unknown, unknown> | undefined;
  const resolve = field?.resolve;
  if (!field || !resolve) return;
  const reference = references(schema);
  field.resolve = (source, { representations }: { representations: readonly unknown[] }, context, info) => {
    if (representations.length > MOST_REPRESENTATIONS)
      throw new BadInput(`At most ${MOST_REPRESENTATIONS} representations`);
    return representations.map((representation) => {
      try {
        const [entity] = resolve(source, { representations: [reference(representation)] }, context, info) as unknown[];
        return entity;
      } catch (error) {
        // graphql-js takes an error among a list's items for the failure of that item.
        return error instanceof Error ? error : new Error('An entity cannot be resolved', { cause: error });
      }
    });
  };
}

/** Reads representations: with their keys as their types have them. */
function references(schema: GraphQLSchema): (representation: unknown) => Values {
  const known = new Map<string, readonly SelectionSetNode[]>();
  const keysOf = (type: Entity) => {
    const keys = known.get(type.name) ?? declaredKeys(type);
    known.set(type.name, keys);
    return keys;
  };
  return (representation) => {
    if (!isObject(representation)) throw new BadInput('A representation is an object');
    const { __typename: name } = representation;
    const type = typeof name === 'string' ? schema.getType(name) : undefined;
    if (!(isObjectType(type) || isInterfaceType(type)) || keysOf(type).length === 0)
      throw new BadInput('A representation names an entity by __typename');
    for (const key of keysOf(type)) {
      const values = keyValues(representation, key, type);
      if (values) return { ...representation, ...values };
    }
    throw new BadInput(`A representation of ${type.name} has one of its keys`);
  };
}

/** The keys of an entity, as `@key` declares them. */
export function declaredKeys(type: Entity): SelectionSetNode[] {
  const nodes = [type.astNode, ...type.extensionASTNodes];
  const directives = nodes.flatMap((node) => node?.directives ?? []).filter(({ name }) => name.value === 'key');
  return directives.flatMap(fieldsOf);
}

function fieldsOf({ arguments: given = [] }: ConstDirectiveNode): SelectionSetNode[] {
  const value = given.find(({ name }) => name.value === 'fields')?.value;
  if (value?.kind !== Kind.STRING) return [];
  return [(parse(`{${value.value}}`).definitions[0] as OperationDefinitionNode).selectionSet];
}

/** The key's values; `null` when one is missing or of another type. */
function keyValues(given: Values, { selections }: SelectionSetNode, type: Entity): Values | null {
  const values: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD || selection.name.value === '__typename') continue;
    const name = selection.name.value;
    const declared = type.getFields()[name]?.type;
    const value = given[name];
    if (!declared || value === undefined || value === null) return null;
    // A list in a key is rare, and its resolver's to read.
    if (isListType(getNullableType(declared))) values[name] = value;
    else values[name] = keyValue(value, getNamedType(declared), selection.selectionSet);
    if (values[name] === null) return null;
  }
  return values;
}

function keyValue(value: unknown, type: unknown, inner: SelectionSetNode | undefined): unknown {
  if (inner) return isObject(value) && isObjectType(type) ? keyValues(value, inner, type) : null;
  return isLeafType(type as GraphQLLeafType) ? leafValue(value, type as GraphQLLeafType) : null;
}

function leafValue(value: unknown, type: GraphQLLeafType): unknown {
  try {
    const parsed: unknown = type.parseValue(value);
    if (typeof parsed !== 'string') return parsed ?? null;
    return parsed.length > INPUT.idCharacters || parsed.includes('\0') ? null : parsed;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
