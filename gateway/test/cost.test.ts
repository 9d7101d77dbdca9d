import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { priceListOf } from '../src/gatekeeper/cost/price-list.ts';
import { priced } from './fixture/priced.ts';

const { cost } = priced(`
  scalar Text @cost(weight: 2)
  enum Shade @cost(weight: 3) { LIGHT DARK }
  interface Named { name: String  friends(first: Int): [Person] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
  union Hit = Person | Club
  type Query {
    person: Person
    name: String
    motto: Text
    shade: Shade
    search: [Hit] @listSize(assumedSize: 3)
    named: Named
    people(first: Int, last: Int): [Person] @listSize(slicingArguments: ["first", "last"], assumedSize: 7, requireOneSlicingArgument: false)
    tens(first: Int = 10): [Person] @listSize(slicingArguments: ["first"])
    exactly(first: Int, last: Int): [Person] @listSize(slicingArguments: ["first", "last"])
    page(first: Int, last: Int): Page @listSize(slicingArguments: ["first", "last"], assumedSize: 7, sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    sliced(input: Slice): [Person] @listSize(slicingArguments: ["input.first", "input.more.last"], assumedSize: 7, requireOneSlicingArgument: false)
    anyList: [Person]
    dear: Person @cost(weight: 30)
    dearNames: [String] @cost(weight: 4) @listSize(assumedSize: 5)
    find(text: String @cost(weight: 5), in: [String] @cost(weight: 2), filter: Filter, filters: [Filter], motto: Text, mottos: [Text]): Person
    usual(filter: Filter = { text: "a", deep: { level: 1 } }): Person
  }
  type Mutation { rename: Person  expensive: Person @cost(weight: 50) }
  type Person implements Named { name: String  motto: Text  best: Person  friends(first: Int): [Person]  club: Club }
  type Club @cost(weight: 6) { name: String  members: [Person] @listSize(assumedSize: 4) }
  type Page { nodes: [Person]  edges: [Edge]  total: Int @cost(weight: 5)  top: [Person] @listSize(assumedSize: 2) }
  type Edge { node: Person }
  input Filter { text: String @cost(weight: 5)  deep: Deep  all: [Deep] @cost(weight: 3)  level: Int = 4 @cost(weight: 1) }
  input Deep { level: Int @cost(weight: 1) }
  input Slice { first: Int = 2  more: More }
  input More { last: Int }
`);

/** One value under so many names. */
const values = (count: number, prefix = 'a') =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}: name`).join(' ');

const estimate = (source: string, variables?: Record<string, unknown>) => cost(source, variables).estimated;

describe('the cost of an operation', () => {
  test.each([
    ['a leaf is free', '{ name }', 0],
    ['as many as come with an object', `{ person { ${values(12)} } }`, 1],
    ['more values than that cost a tenth each', `{ person { ${values(22)} } }`, 2],
    ['and a part of a unit is a whole one', `{ person { ${values(13)} } }`, 2],
    ['for each item of a list', `{ people(first: 100) { ${values(29)} } }`, 270],
    [
      'of the same name they are one value',
      `{ person { ${'name '.repeat(40)} ...P } } fragment P on Person { name }`,
      1,
    ],
    [
      'in fragments they count together',
      `{ person { ${values(10)} ...P } } fragment P on Person { ${values(10, 'b')} }`,
      2,
    ],
    ['what is left out does not count', `{ person { ${values(12)} ... @skip(if: true) { ${values(17, 'b')} } } }`, 1],
    ['an object counts 1', '{ person { name } }', 1],
    ['__typename is free', '{ __typename person { __typename } }', 1],
    ['objects within count as well', '{ person { best { best { name } } } }', 3],
    ['a mutation counts 10', 'mutation { rename { name } }', 11],
    ['and its fields what they count', 'mutation { rename { name } expensive { name } }', 61],
    ['an alias counts each time', '{ a: person { name } b: person { name } }', 2],
    ['a fragment counts each time', '{ person { ...P best { ...P } } } fragment P on Person { club { name } }', 14],
    ['a scalar has its weight', '{ motto }', 2],
    ['an enum has its weight', '{ shade }', 3],
    ['an object type has its weight instead of 1', '{ person { club { name } } }', 7],
    ["a field's weight takes the place of its type's", '{ dear { name } }', 30],
    ['and is added to what is selected', '{ dear { club { name } } }', 36],
    ["a list field's weight counts for each item", '{ dearNames }', 20],
    ['a union counts what is dearest', '{ search { ... on Person { best { name } } ... on Club { name } } }', 18],
    [
      'or what its dearest selection costs',
      '{ search { ... on Person { a: best { name } b: best { club { name } } } ... on Club { name } } }',
      27,
    ],
    [
      'an interface counts for the types that it has',
      '{ named { ... on Person { best { name } } ... on Named { name } } }',
      2,
    ],
    ["an interface's list size holds for its types", '{ named { friends(first: 8) { name } } }', 9],
    [
      'a fragment that cannot apply is free',
      '{ person { ... on Named { name } ...F } } fragment F on Named { ... on Person { best { name } } }',
      2,
    ],
  ])('%s', (_, source, expected) => expect(estimate(source)).toBe(expected));
});

describe('a list', () => {
  test.each([
    ['has the assumed size', '{ people { name } }', 7],
    ['has a page of 20 where nothing is said', '{ anyList { name } }', 20],
    ['has as many items as asked', '{ people(first: 3) { name } }', 3],
    ['has the larger of two slices', '{ people(first: 3, last: 5) { name } }', 5],
    ['has the usual page where the slice is null', '{ people(first: null) { name } }', 7],
    ['has the other slice where one is null', '{ people(first: null, last: 2) { name } }', 2],
    ["has its argument's default", '{ tens { name } }', 10],
    ['has no default where null is given', '{ tens(first: null) { name } }', 20],
    ['multiplies what is below', '{ people(first: 3) { best { name } } }', 6],
    ['multiplies lists below', '{ people(first: 3) { club { members { name } } } }', 3 * (1 + 6 + 4)],
    ['cannot be made cheap by a negative slice', '{ people(first: -1) { name } }', 7],
    ['cannot be made cheap by none', '{ people(first: 0) { name } }', 7],
    ['of a thousand million is dear', '{ people(first: 1000000000) { name } }', 1_000_000_000],
    [
      'stays the most there is where it grows beyond counting',
      `{ people(first: 2000000000) { ${'friends(first: 2000000000) { '.repeat(40)} name ${'}'.repeat(40)} } }`,
      Number.MAX_SAFE_INTEGER,
    ],
    ['counts where the slice is in an input object', '{ sliced(input: { first: 3 }) { name } }', 1 + 3],
    ['counts the default of an input field', '{ sliced(input: {}) { name } }', 1 + 2],
    ['counts a slice however deep', '{ sliced(input: { more: { last: 9 } }) { name } }', 2 + 9],
    ['counts the assumed size without an input object', '{ sliced { name } }', 7],
  ])('%s', (_, source, expected) => expect(estimate(source)).toBe(expected));

  test('below a sized field has the length that was asked above', () => {
    expect(estimate('{ page(first: 3) { nodes { name } } }')).toBe(1 + 3);
    expect(estimate('{ page(first: 3) { nodes { name } edges { node { name } } total top { name } } }')).toBe(
      1 + 3 + 6 + 5 + 2,
    );
    expect(estimate('{ page { ...P } } fragment P on Page { nodes { best { name } } }')).toBe(1 + 14);
  });

  test('spread by two pages has the length of each', () => {
    const source = '{ a: page(first: 2) { ...P } b: page(first: 5) { ...P } } fragment P on Page { nodes { name } }';
    expect(estimate(source)).toBe(1 + 2 + 1 + 5);
  });

  test('that demands one slice says so where none or several are given', () => {
    expect(cost('{ exactly(first: 3) { name } }')).toEqual({ estimated: 3, unsliced: [] });
    expect(cost('{ exactly { name } }').unsliced).toEqual(['Query.exactly']);
    expect(cost('{ exactly(first: 1, last: 1) { name } }').unsliced).toEqual(['Query.exactly']);
    expect(cost('query ($n: Int) { exactly(first: $n) { name } }').unsliced).toEqual(['Query.exactly']);
    expect(cost('query ($n: Int) { exactly(first: $n, last: 2) { name } }')).toEqual({ estimated: 2, unsliced: [] });
    expect(cost('{ exactly @skip(if: true) { name } }').unsliced).toEqual([]);
  });
});

describe('a value', () => {
  test.each([
    ['that is a scalar has the weight of its argument', 'text: "a"', 5],
    ['of null is free', 'text: null', 0],
    ['in a list counts each time', 'in: ["a", "b", "c"]', 2 + 3 * 2],
    ['alone where a list may be is a list', 'in: "a"', 2 + 2],
    ['that is an object counts 1', 'filter: { level: null }', 1],
    ['within it has the weight of its field', 'filter: { text: "a", level: null }', 1 + 5],
    ['that its field has by default counts', 'filter: {}', 1 + 1],
    ['that is an object within counts', 'filter: { level: null, deep: { level: 2 } }', 1 + 1 + 1],
    [
      'in a weighed list of objects has its weight',
      'filter: { level: null, all: [{ level: 1 }, {}] }',
      1 + 3 + (3 + 1) + 3,
    ],
    ['in a list of objects counts each time', 'filters: [{}, {}, {}]', 3 * 2],
    ['has the weight of its type', 'motto: "a"', 2],
    ['has the weight of its type in a list too', 'mottos: ["a", "b"]', 2 + 2 * 2],
  ])('%s', (_, argument, expected) => expect(estimate(`{ find(${argument}) { name } }`)).toBe(1 + expected));

  test('that an argument has by default counts', () => {
    expect(estimate('{ usual { name } }')).toBe(1 + 1 + 5 + 1 + 1 + 1);
    expect(estimate('{ usual(filter: null) { name } }')).toBe(1);
  });

  test('counts the same as a literal, as a variable and as a variable within a literal', () => {
    const filter = { text: 'a', all: [{ level: 1 }, {}] };
    const literal = estimate('{ find(filter: { text: "a", all: [{ level: 1 }, {}] }) { name } }');
    expect(estimate('query ($f: Filter) { find(filter: $f) { name } }', { f: filter })).toBe(literal);
    expect(estimate('query ($f: Filter = { text: "a", all: [{ level: 1 }, {}] }) { find(filter: $f) { name } }')).toBe(
      literal,
    );
    const mixed = 'query ($t: String, $d: Deep) { find(filter: { text: $t, all: [$d, {}] }) { name } }';
    expect(estimate(mixed, { t: 'a', d: { level: 1 } })).toBe(literal);
  });
});

describe('a variable', () => {
  const people = 'query ($n: Int) { people(first: $n) { name } }';
  test.each([
    ['says how many', people, { n: 4 }, 4],
    ['that is left out leaves the usual page', people, {}, 7],
    ['of null leaves the usual page', people, { n: null }, 7],
    ['below 1 leaves the usual page', people, { n: -5 }, 7],
    ['has its default', 'query ($n: Int = 9) { people(first: $n) { name } }', {}, 9],
    ["that is left out leaves the argument's default", 'query ($n: Int) { tens(first: $n) { name } }', {}, 10],
    ['stands in an input object', 'query ($n: Int) { sliced(input: { first: $n }) { name } }', { n: 4 }, 1 + 4],
    ['may be the whole input object', 'query ($s: Slice) { sliced(input: $s) { name } }', { s: { first: 4 } }, 1 + 4],
    ['beside a literal leaves the larger', 'query ($n: Int) { people(first: $n, last: 5) { name } }', { n: 3 }, 5],
  ])('%s', (_, source, variables, expected) => expect(estimate(source, variables)).toBe(expected));

  test('takes out what @skip and @include name, for this request', () => {
    const source = `query ($yes: Boolean! = true) {
      person @include(if: $yes) { name }
      ...F @skip(if: $yes)
      ... @include(if: $yes) { dear { name } }
    } fragment F on Query { people(first: 100) { name } }`;
    expect(estimate(source)).toBe(1 + 30);
    expect(estimate(source, { yes: false })).toBe(100);
  });
});

describe('what is refused for other reasons', () => {
  test('costs nothing, with all that is below', () => {
    const source = '{ person { best { best { name } } } people(first: 5) { name } }';
    expect(cost(source, {}, new Set(['Query.people'])).estimated).toBe(3);
    expect(cost(source, {}, new Set(['Person.best'])).estimated).toBe(1 + 5);
  });
});

describe('fragments that double each other', () => {
  const doubling = (levels: number) =>
    Array.from({ length: levels }, (_, i) => `fragment F${i} on Person { ...F${i + 1} best { ...F${i + 1} } }`).join(
      ' ',
    );

  test('are finished once each, not as often as they are spread', () => {
    // 2 to the 60 visits would never end; the sum is 2 to the 50 and more.
    const source = `{ person { ...F0 } } ${doubling(50)} fragment F50 on Person { best { name } }`;
    expect(estimate(source)).toBe(2 ** 51);
  });
});

describe('introspection', () => {
  test('counts a twentieth of the objects that the schema has', () => {
    const { schema, cost: small } = priced('type Query { a(x: Int, y: [Int!]!): String  b: Int }');
    const types = Object.keys(schema.getTypeMap()).length;
    expect(small('{ __schema { types { name } } }').estimated).toBe(Math.ceil((1 + types) / 20));
    // Query, its two fields with a type each, two arguments, and the three wrappings of [Int!]! with what is in them.
    const query =
      '{ __type(name: "Query") { fields { type { name } args { type { ofType { ofType { ofType { name } } } } } } } }';
    expect(small(query).estimated).toBe(Math.ceil((1 + 2 + 2 + 2 + 2 + 3) / 20));
    expect(small('query ($n: String!) { __type(name: $n) { name } }', { n: 'Nobody' }).estimated).toBe(0);
  });

  test('in circles counts what it would bring', () => {
    const circle = '{ __schema { types { fields { type { fields { type { name } } } } } } }';
    expect(estimate(circle)).toBeGreaterThan(estimate('{ __schema { types { fields { type { name } } } } }'));
  });

  test('that takes too long to count is too much', () => {
    const aliases = Array.from({ length: 600 }, (_, i) => `a${i}: fields { type { name } }`).join(' ');
    expect(estimate(`{ __schema { types { ${aliases} } } }`)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('prices', () => {
  test('are found under the names that the supergraph gave them', async () => {
    const renamed = composeServices([
      {
        name: 'a',
        url: 'http://a',
        typeDefs:
          parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@many" }])
          type Query { some(first: Int): [Person] @many(slicingArguments: ["first"]) @price(weight: 3)  names(of: String @price(weight: 2)): String }
          type Person { id: ID }`),
      },
    ]);
    const { listSizes, weights } = priceListOf(renamed.supergraphSdl ?? '');
    expect(listSizes.get('Query.some')?.slicingArguments).toEqual([['first']]);
    expect([...weights]).toEqual(
      expect.arrayContaining([
        ['Query.some', 3],
        ['Query.names(of:)', 2],
      ]),
    );
  });

  test('have the names of their feature where they are not imported', () => {
    const { listSizes, weights } =
      priceListOf(`schema @link(url: "https://specs.apollo.dev/cost/v0.1", as: "price") { query: Query }
      type Query { some: [Int] @price(weight: 3) @price__listSize(assumedSize: 4) }`);
    expect(weights.get('Query.some')).toBe(3);
    expect(listSizes.get('Query.some')?.assumedSize).toBe(4);
  });

  test('are none where the supergraph has no such feature', () => {
    expect(priceListOf('schema { query: Query } type Query { some: [Int] @cost(weight: 3) }').weights.size).toBe(0);
  });
});
