import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { ensureNullableRoots } from '../src/nullable-roots.ts';

const HEAD =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@tag"])\n';
const starting = (sdl: string) => () =>
  ensureNullableRoots('test', buildSubgraphSchema([{ typeDefs: parse(HEAD + sdl) }]));
const THING = 'type Thing @key(fields: "id") { id: ID! }';

describe('the start is refused', () => {
  test.each([
    ['Query.thing', 'type Query { thing: Thing! }'],
    ['Query.things', 'type Query { things: [Thing!]! }'],
    ['Mutation.make', 'type Query { thing: Thing } type Mutation { make: Thing! }'],
  ])('when %s would take the others’ answers with it', (coordinate, sdl) => {
    expect(starting(`${sdl} ${THING}`)).toThrow(coordinate);
  });
});

test('the only root of a subscription takes nothing with it', () => {
  expect(starting(`type Query { thing: Thing } type Subscription { made: Thing! } ${THING}`)).not.toThrow();
});

test('nullable roots, and internal ones of any kind, are welcome', () => {
  expect(
    starting(`type Query { things: [Thing!] isThere: Boolean! @inaccessible @tag(name: "internal") } ${THING}`),
  ).not.toThrow();
});
