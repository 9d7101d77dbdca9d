import {
  type FieldNode,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { priced } from './fixture/priced.ts';

const { schema, cost } = priced(`
  interface Node { id: ID  up: Node  few: [Node] @listSize(assumedSize: 2) }
  type Query { a(first: Int): [A] @listSize(slicingArguments: ["first"], assumedSize: 3, requireOneSlicingArgument: false)  b: B  node: Node }
  type A implements Node { id: ID  up: Node  few: [Node]  b: B  many(first: Int = 2): [B] @listSize(slicingArguments: ["first"]) }
  type B implements Node { id: ID  up: Node  few: [Node]  a(first: Int): [A] @listSize(slicingArguments: ["first"], assumedSize: 3, requireOneSlicingArgument: false) }
`);

/** The same numbers every time: a failure can be looked at. */
function dice(seed: number) {
  let state = seed;
  return (sides: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

/** Some operation on the schema, its fragments used several times. */
function anyOperation(seed: number): string {
  const roll = dice(seed);
  const size = () => (roll(3) === 0 ? '' : `(first: ${roll(2) === 0 ? '$n' : roll(4) + 1})`);
  const fields: Record<string, () => string[]> = {
    Query: () => [`a${size()}`, 'b', 'node'],
    A: () => ['id', 'up', 'few', 'b', `many${size()}`],
    B: () => ['id', 'up', 'few', `a${size()}`],
    Node: () => ['id', 'up', 'few'],
  };
  const returns: Record<string, string> = { a: 'A', many: 'B', b: 'B', node: 'Node', up: 'Node', few: 'Node' };
  let alias = 0;
  const field = (type: string, depth: number): string => {
    const all = fields[type]?.() ?? [];
    const chosen = all[roll(all.length)] ?? 'id';
    const inner = returns[chosen.split('(')[0] ?? ''];
    if (inner && depth === 0) return '__typename';
    alias += 1;
    return `f${alias}: ${chosen}${inner ? ` ${selection(inner, depth - 1)}` : ''}`;
  };
  const selection = (type: string, depth: number): string => {
    const parts = Array.from({ length: roll(3) + 1 }, () => field(type, depth));
    const one = roll(2) === 0 ? 'A' : 'B';
    if (type === 'Node' && depth > 0) parts.push(`... on ${one} ${selection(one, depth - 1)}`);
    if (type === 'A' && depth > 0) parts.push(...Array.from({ length: roll(3) }, () => '...F'));
    return `{ ${parts.join(' ')} }`;
  };
  const fragment = selection('B', 2).replaceAll('...F', '');
  const used = 'used: a(first: $n) { id ...F }';
  return `query ($n: Int) { ${used} ...Q } fragment Q on Query ${selection('Query', 4)} fragment F on A { shared: b ${fragment} }`;
}

/** Counts by building everything: each item of each list, one after the other. */
function bruteForce(source: string, variables: Record<string, unknown>): number {
  const { definitions } = parse(source);
  const fragments = new Map(
    definitions.flatMap((it) => (it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [])),
  );
  const inObject = (set: SelectionSetNode, type: GraphQLObjectType): number => {
    let sum = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        sum += inField(selection, type);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const condition = schema.getType(fragment?.typeCondition?.name.value ?? type.name);
      const holds = condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
      if (fragment && holds) sum += inObject(fragment.selectionSet, type);
    }
    return sum;
  };
  const inField = (node: FieldNode, parent: GraphQLObjectType): number => {
    const field = parent.getFields()[node.name.value];
    if (!field || !node.selectionSet) return 0;
    const { first } = getArgumentValues(field, node, variables) as { first?: number };
    const usual = node.name.value === 'few' ? 2 : node.name.value === 'many' ? 20 : 3;
    const length = isListType(getNullableType(field.type)) ? (first ?? usual) : 1;
    let sum = 0;
    for (let item = 0; item < length; item += 1)
      sum += inItem(node.selectionSet, getNamedType(field.type) as GraphQLObjectType);
    return sum;
  };
  const inItem = (set: SelectionSetNode, type: GraphQLObjectType): number => {
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    return Math.max(...types.map((it) => 1 + inObject(set, it)));
  };
  const operation = definitions.find((it): it is OperationDefinitionNode => it.kind === Kind.OPERATION_DEFINITION);
  return operation ? inObject(operation.selectionSet, schema.getQueryType() as GraphQLObjectType) : 0;
}

const seeds = Array.from({ length: 60 }, (_, seed) => seed);

describe('the cost of any operation', () => {
  test('is what counting every object one by one gives', () => {
    const counted = seeds.map((seed) => [anyOperation(seed), bruteForce(anyOperation(seed), { n: 3 })]);
    expect(counted.map(([source]) => [source, cost(String(source), { n: 3 }).estimated])).toEqual(counted);
    expect(Math.max(...counted.map(([, sum]) => Number(sum)))).toBeGreaterThan(500);
  });

  test('never falls when a page grows', () => {
    for (const seed of seeds) {
      const costs = [1, 2, 3, 50, 2_147_483_647].map((n) => cost(anyOperation(seed), { n }).estimated);
      expect(costs).toEqual([...costs].sort((one, other) => one - other));
    }
  });

  test('is the same with a literal as with a variable', () => {
    for (const seed of seeds) {
      const literal = anyOperation(seed).replaceAll('($n: Int)', '').replaceAll('$n', '5');
      expect(cost(literal).estimated).toBe(cost(anyOperation(seed), { n: 5 }).estimated);
    }
  });
});
