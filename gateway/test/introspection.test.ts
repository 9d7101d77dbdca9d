import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { type House, openHouse } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

describe('introspection', () => {
  test('knows all that the specification does, and asks no subgraph', async () => {
    const options = { oneOf: true, inputValueDeprecation: true, specifiedByUrl: true, schemaDescription: true };
    const { data, errors } = await house.ask(getIntrospectionQuery({ ...options, directiveIsRepeatable: true }));
    expect(errors).toBeUndefined();
    expect(buildClientSchema(data).getQueryType()?.getFields()).toHaveProperty('teams');
    expect([...house.teams.calls, ...house.people.calls]).toEqual([]);
  });

  test.each([
    ['beside it', 'query ($n: String!) { __type(name: $n) { name isOneOf } teams { id } }'],
    ['before it', 'query ($n: String!) { teams { id } __type(name: $n) { name isOneOf } __typename }'],
    [
      'in the same fragment',
      'query ($n: String!) { ...Both } fragment Both on Query { __type(name: $n) { ...T } ... { teams { id } } } fragment T on __Type { name isOneOf }',
    ],
    [
      'or is left out',
      'query ($n: String!, $no: Boolean = false) { __type(name: $n) { name isOneOf } teams { id } ... @include(if: $no) { __schema { types { name } } } }',
    ],
  ])('stands beside data: %s', async (_, query) => {
    const { data, errors } = await house.ask(query, { variables: { n: 'Team' } });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ __type: { name: 'Team', isOneOf: null }, teams: expect.any(Array) });
    expect(data).not.toHaveProperty('__schema');
    expect(house.teams.calls).toHaveLength(1);
    expect(house.teams.calls[0]?.body.query).not.toContain('__type(');
  });

  test('is chosen by the operation’s name', async () => {
    const query = 'query A { __schema { queryType { name } } } query B { teams { id } }';
    expect((await house.ask(query, { operationName: 'A' })).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
    expect((await house.ask(query, { operationName: 'B' })).data.teams).toHaveLength(2);
  });

  test('of nothing is null', async () => {
    expect(await house.ask('{ __type(name: "Nothing") { name } }')).toEqual({ data: { __type: null } });
  });
});
