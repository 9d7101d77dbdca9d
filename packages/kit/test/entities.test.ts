import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { separateEntities } from '../src/entities.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { ok: Boolean }
type Team @key(fields: "id") @key(fields: "club { id } name") { id: ID!  name: String!  club: Club }
type Club { id: ID! }
type Player @key(fields: "number") { number: Int! }
type Plain { id: ID! }`;

const asked: unknown[] = [];
const schema = buildSubgraphSchema([
  {
    typeDefs: parse(SDL),
    resolvers: {
      Team: {
        __resolveReference: async (reference: { id?: string; name?: string }) => {
          asked.push(reference);
          if (reference.id === 'broken') throw new Error('this one only');
          if (reference.id === 'gone') return null;
          return { id: reference.id ?? 'by name', name: reference.name ?? `Team ${reference.id}` };
        },
      },
      Player: {
        __resolveReference: () => {
          throw new Error('thrown at once');
        },
      },
    },
  },
]);
separateEntities(schema);

const QUERY =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Team { name } ... on Player { number } } }';
const entities = async (...r: unknown[]) => {
  asked.length = 0;
  const { data, errors = [] } = await graphql({ schema, source: QUERY, variableValues: { r } });
  const places = errors.map(({ path, extensions }) => [path?.join('.'), extensions.code]);
  return { entities: data?._entities as { name?: string }[] | undefined, places };
};
const team = (id: unknown) => ({ __typename: 'Team', id });
const A = { name: 'Team a' };
const Z = { name: 'Team z' };

describe('a batch of references', () => {
  test.each([
    ['an unknown type', { __typename: 'Stranger', id: '1' }],
    ['a type that is no entity', { __typename: 'Plain', id: '1' }],
    ['the root type', { __typename: 'Query' }],
    ['a name that objects have anyway', { __typename: 'constructor' }],
    ['no type', { id: '1' }],
    ['a type that is no text', { __typename: ['Team'], id: '1' }],
    ['no key', { __typename: 'Team' }],
    ['a part of a key', { __typename: 'Team', name: 'x' }],
    ['a key that is null', team(null)],
    ['a key of another type', team({ in: ['a', 'b'] })],
    ['a list for a key', team(['a'])],
    ['a key that no database takes', team('a\0b')],
    ['a key longer than ids are', team('a'.repeat(101))],
    ['a nested key of another type', { __typename: 'Team', name: 'x', club: 'c' }],
    ['a number beyond its type', { __typename: 'Player', number: 2 ** 40 }],
    ['a text', 'Team'],
    ['a number', 7],
    ['a list', [team('a')]],
  ])('is served but for %s', async (_, representation) => {
    const answer = await entities(team('a'), representation, team('z'));
    expect(answer).toEqual({ entities: [A, null, Z], places: [['_entities.1', 'BAD_USER_INPUT']] });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['later', team('broken')],
    ['at once', { __typename: 'Player', number: 1 }],
  ])('is served but for one whose resolver throws %s', async (_, representation) => {
    const answer = await entities(team('a'), representation, team('z'));
    expect(answer).toEqual({ entities: [A, null, Z], places: [['_entities.1', undefined]] });
  });

  test('has null where nothing is found, without an error', async () =>
    expect(await entities(team('gone'), team('z'))).toEqual({ entities: [null, Z], places: [] }));

  test('goes by any of the keys, each value as its type has it', async () => {
    expect(await entities({ __typename: 'Team', id: 5 }, { __typename: 'Team', name: 'n', club: { id: 7 } })).toEqual({
      entities: [{ name: 'Team 5' }, { name: 'n' }],
      places: [],
    });
    expect(asked).toEqual([
      { __typename: 'Team', id: '5' },
      { __typename: 'Team', name: 'n', club: { id: '7' } },
    ]);
  });

  test('is refused whole, and nothing asked, when it is larger than any list', async () => {
    const { entities: none, places } = await entities(...Array.from({ length: 20_001 }, (_, id) => team(id)));
    expect(none).toBeUndefined();
    expect(places).toEqual([['_entities', 'BAD_USER_INPUT']]);
    expect(asked).toHaveLength(0);
  });
});
