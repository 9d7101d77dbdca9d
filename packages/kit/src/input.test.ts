import { buildSchema, graphql } from 'graphql';
import { checkInput } from './input.ts';
import { reportUserErrors } from './user-errors.ts';

const SCHEMA = `
  enum Kind { GAME PRACTICE MEETING }
  input Mark { userId: ID!  notes: [String!] }
  input Filter { kinds: [Kind!] = [GAME, GAME]  marks: [[Mark!]!]  text: String }
  type Query { find(id: ID, ids: [ID!], filter: Filter): String  _entities(ids: [ID!]!): Int }`;

/** What the resolver was given, or why it was given nothing. */
async function given(variables: Record<string, unknown>): Promise<unknown> {
  const schema = buildSchema(SCHEMA);
  Object.assign(schema.getQueryType()?.getFields().find ?? {}, {
    resolve: (_: unknown, args: object) => JSON.stringify(args),
  });
  checkInput(schema);
  const { data, errors } = await graphql({
    schema,
    source: 'query ($id: ID, $ids: [ID!], $filter: Filter) { find(id: $id, ids: $ids, filter: $filter) }',
    variableValues: variables,
  });
  return errors
    ? errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join()
    : JSON.parse(String(data?.find));
}

describe('an argument', () => {
  test('comes as it was sent', async () => {
    const sent = {
      id: 'x'.repeat(100),
      ids: ['a', 'a'],
      filter: { kinds: ['GAME'], marks: [[{ userId: 'u' }]], text: 'ä' },
    };
    expect(await given(sent)).toEqual(sent);
    expect(await given({ id: null })).toEqual({ id: null });
  });

  test.each([
    ['an id', { id: 'x'.repeat(101) }],
    ['an id in a list', { ids: ['x'.repeat(1_000_000)] }],
    ['an id in an input in lists', { filter: { marks: [[], [{ userId: 'x'.repeat(101) }]] } }],
  ])('is refused where %s is too long', async (_, variables) => {
    expect(await given(variables)).toBe('BAD_USER_INPUT: An id has at most 100 characters');
  });

  test.each([
    ['a list', { ids: Array(1025).fill('a') }],
    ['a filter of 70,000 valid values', { filter: { kinds: Array(70_000).fill('GAME') } }],
    ['a list in a list', { filter: { marks: [Array(1025).fill({ userId: 'u' })] } }],
  ])('is refused where %s has too many items', async (_, variables) => {
    expect(await given(variables)).toBe('BAD_USER_INPUT: A list has at most 1024 items');
  });

  test('is refused where a text is longer than any that is kept', async () => {
    expect(await given({ filter: { text: 'x'.repeat(20_000) } })).toMatchObject({ filter: { kinds: ['GAME'] } });
    expect(await given({ filter: { text: 'x'.repeat(20_001) } })).toBe(
      'BAD_USER_INPUT: A text has at most 20000 characters',
    );
  });

  test.each([{ id: 'a\0' }, { ids: ['\0'] }, { filter: { marks: [[{ userId: 'u', notes: ['\0'] }]] } }])(
    'is refused with a NUL in it',
    async (variables) => expect(await given(variables)).toBe('BAD_USER_INPUT: Text must not contain NUL characters'),
  );

  test('names each value of an enumeration once', async () => {
    expect(await given({ filter: { kinds: ['GAME', 'MEETING', 'GAME'] } })).toEqual({
      filter: { kinds: ['GAME', 'MEETING'] },
    });
    expect(await given({ filter: {} })).toEqual({ filter: { kinds: ['GAME'] } });
  });
});

test('a mutation says at which field of its input there is too much', async () => {
  const schema = buildSchema(`
    type Query { name: String }
    input Names { names: [Name!] }
    input Name { full: String }
    type Payload { userErrors: [UserError!]! }
    type UserError { code: String!  path: [String!] }
    type Mutation { set(input: Names!): Payload! }`);
  checkInput(schema);
  reportUserErrors(schema);
  const source = 'mutation ($input: Names!) { set(input: $input) { userErrors { code path } } }';
  const told = async (input: object) =>
    JSON.parse(JSON.stringify(await graphql({ schema, source, variableValues: { input } }))).data.set.userErrors;
  expect(await told({ names: Array(1025).fill({}) })).toEqual([{ code: 'VALIDATION', path: ['names'] }]);
});
