import { priceListOf } from '@fieldhouse/gateway';
import { buildASTSchema, parse } from 'graphql';
import { unsizedLists } from './list-sizes.ts';

test('names lists of which nobody says how long they are', () => {
  const sdl = `
    schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"]) { query: Query }
    directive @link(url: String!, import: [String!]) on SCHEMA
    directive @cost(weight: Int!) on OBJECT | FIELD_DEFINITION | SCALAR
    directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
    scalar Dear @cost(weight: 1)
    type Free @cost(weight: 0) { why: String }
    type Query {
      teams: [Team]  few: [Team] @listSize(assumedSize: 2)
      names: [String!]!  dear: [Dear]  free: [Free!]!
      page: Page @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
      other: Other @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])  another: Other
    }
    type Team { id: ID  members: [Team!]! }
    type Page { nodes: [Team!]!  edges: [Team!]! }
    type Other { nodes: [Team] }`;
  expect(unsizedLists(buildASTSchema(parse(sdl)), priceListOf(sdl))).toEqual([
    'Query.teams',
    'Query.dear',
    'Team.members',
    'Page.edges',
    'Other.nodes',
  ]);
});
