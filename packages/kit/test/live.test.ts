import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { liveComplaints } from '../src/live/declared.ts';
import { atVersion, type LiveRequest, resolveLive } from '../src/live/resolve-live.ts';

const DIRECTIVE = 'directive @live(on: [String!]!, about: String! = "id") on FIELD_DEFINITION';
const complaints = (fields: string) => liveComplaints(parse(`type Subscription { ${fields} }`));

describe('what a live field declares', () => {
  test('names events that there are, and the argument by which it is about something, or the viewer', () => {
    expect(complaints('eventChanged(id: ID!): Event @live(on: ["EventUpdated", "EventCancelled"])')).toEqual([]);
    expect(complaints('roster(team: ID!): Team @live(on: ["TeamUpdated"], about: "team")')).toEqual([]);
    expect(complaints('own: Session @live(on: ["SessionsRevoked"], about: "viewer") @authenticated')).toEqual([]);
  });
  test.each([
    ['a(id: ID!): Int', 'Subscription.a is not @live'],
    ['a(id: ID!): Int @live(on: [])', 'Subscription.a is @live on nothing'],
    ['a(id: ID!): Int @live(on: ["Rained"])', 'Subscription.a is @live on Rained, which events.graphql lacks'],
    ['a(id: ID!): Int @live(on: ["toString"])', 'Subscription.a is @live on toString, which events.graphql lacks'],
    ['a: Int @live(on: ["TeamUpdated"])', 'is about its argument "id", which it lacks, or which is no ID!'],
    ['a(id: ID): Int @live(on: ["TeamUpdated"])', 'is about its argument "id", which it lacks, or which is no ID!'],
    [
      'a: Int @live(on: ["SessionsRevoked"], about: "viewer") @tag(name: "public")',
      'Subscription.a is about the viewer, and open to whoever is nobody',
    ],
  ])('%s is refused', (field, complaint) => {
    expect(complaints(field)).toEqual([expect.stringContaining(complaint)]);
  });
});

describe('a live field', () => {
  const SDL = `${DIRECTIVE}
    type Query { nothing: Int }
    type Team { name: String version: Int }
    type Subscription { team: Team @live(on: ["TeamUpdated"], about: "viewer") count: Int @live(on: ["TeamUpdated"], about: "viewer") }`;
  async function asked(resolvers: object, query: string) {
    const typeDefs = parse(SDL);
    const schema = buildSubgraphSchema([{ typeDefs, resolvers: { Subscription: resolvers } as never }]);
    resolveLive('teams', schema, typeDefs);
    const live: LiveRequest = {};
    const { data, errors } = await execute({ schema, document: parse(query), contextValue: { live } });
    return { data: { ...data }, problem: errors?.[0]?.message, live };
  }

  test('is resolved like a query, and tells its row’s version', async () => {
    const team = { name: 'Otters', version: 7 };
    expect(await asked({ team: () => team }, 'subscription { team { name } }')).toEqual({
      data: { team: { name: 'Otters' } },
      live: { version: 7 },
    });
  });
  test('tells the version given with a value that has none', async () => {
    expect(await asked({ count: () => atVersion(3, 12) }, 'subscription { count }')).toEqual({
      data: { count: 12 },
      live: { version: 3 },
    });
    expect(await asked({ count: () => atVersion(4, 0) }, 'subscription { count }')).toMatchObject({
      data: { count: 0 },
    });
  });
  test('of nothing has no version; of something without one it is a fault', async () => {
    expect(await asked({ team: () => null }, 'subscription { team { name } }')).toEqual({
      data: { team: null },
      live: {},
    });
    expect(await asked({ count: () => 12 }, 'subscription { count }')).toMatchObject({
      problem: 'Subscription.count answers something without a version',
      live: {},
    });
  });
});
