import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { plus, TOO_MUCH } from './amount.ts';

/** An object of the schema is resolved without a fetch: twenty of them cost what one object of the club costs. */
const OBJECTS_PER_UNIT = 20;

/** Steps after which the counting itself would be the attack; what tools ask takes a tenth of them. */
const MOST_STEPS = 10_000;

/** What is read, and how far the reading has come. */
interface Reading {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly counted: Map<SelectionSetNode, Map<unknown, number>>;
  steps: number;
}

/** Says what `__schema` and `__type` cost: the schema is at hand, so its lists have their real lengths. */
export function introspectionCost(schema: GraphQLSchema, fragments: Reading['fragments']) {
  const known = new Map<FieldNode, Map<unknown, number>>();
  return (node: FieldNode, given: Readonly<Record<string, unknown>>): number => {
    const isSchema = node.name.value === SchemaMetaFieldDef.name;
    const type = getNamedType((isSchema ? SchemaMetaFieldDef : TypeMetaFieldDef).type);
    const found = isSchema ? schema : schema.getType(String(given.name));
    if (!node.selectionSet || !isObjectType(type)) return 0;
    const ofNode = known.get(node) ?? new Map<unknown, number>();
    const reading = { schema, fragments, counted: new Map(), steps: 0 };
    const cost = ofNode.get(found) ?? costOf(countItems(found, node.selectionSet, type, reading));
    known.set(node, ofNode.set(found, cost));
    return cost;
  };
}

const costOf = (objects: number): number => (objects === TOO_MUCH ? TOO_MUCH : Math.ceil(objects / OBJECTS_PER_UNIT));

function countItems(found: unknown, set: SelectionSetNode, type: GraphQLObjectType, reading: Reading): number {
  const items = (Array.isArray(found) ? found : [found]).filter((it) => it !== null && it !== undefined);
  return items.reduce<number>((sum, it) => plus(sum, plus(1, countWithin(it, set, type, reading))), 0);
}

function countWithin(source: unknown, set: SelectionSetNode, type: GraphQLObjectType, reading: Reading): number {
  const bySource = reading.counted.get(set) ?? new Map<unknown, number>();
  reading.counted.set(set, bySource);
  const counted = bySource.get(source);
  if (counted !== undefined) return counted;
  const sum = set.selections
    .map((selection) => {
      if (selection.kind === Kind.FIELD) return countField(source, selection, type, reading);
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : reading.fragments.get(selection.name.value);
      return fragment ? countWithin(source, fragment.selectionSet, type, reading) : 0;
    })
    .reduce(plus, 0);
  bySource.set(source, sum);
  return sum;
}

function countField(source: unknown, node: FieldNode, parent: GraphQLObjectType, reading: Reading): number {
  const field = parent.getFields()[node.name.value];
  const type = field && getNamedType(field.type);
  if (!node.selectionSet || !isObjectType(type)) return 0;
  reading.steps += 1;
  if (reading.steps > MOST_STEPS) return TOO_MUCH;
  // What is deprecated counts as well: whether it is asked for, a variable may decide.
  const found = field?.resolve?.(source, { includeDeprecated: true }, undefined, { schema: reading.schema } as never);
  return countItems(found, node.selectionSet, type, reading);
}
