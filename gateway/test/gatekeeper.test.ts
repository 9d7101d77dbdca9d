import { defaultGatewayConfig } from '../src/index.ts';
import { type House, openHouse, read } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const QUERY = 'query ($id: ID!) { person(id: $id) { name } }';

describe('a request that the gatekeeper refuses', () => {
  test.each([
    ['variables that do not fit', { query: QUERY, variables: { id: Array(9_000).fill({}) } }, 'BAD_USER_INPUT'],
    ['too many variables', { query: QUERY, variables: { id: Array(20_000).fill('1') } }, 'BAD_USER_INPUT'],
    [
      'a pit of variables',
      `{"query":"${QUERY}","variables":{"id":${'['.repeat(1e5)}${']'.repeat(1e5)}}}`,
      'BAD_USER_INPUT',
    ],
    ['a document as long as a body', { query: `{ teams { id } }${'#\n'.repeat(300_000)}` }, 'GRAPHQL_PARSE_FAILED'],
    ['a name as long as a document', { query: `{ ${'n'.repeat(99_000)} }` }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an operation of a long name',
      { query: '{ teams { id } }', operationName: 'n'.repeat(900_000) },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a subscription', { query: 'subscription { teams { id } }' }, 'BAD_REQUEST'],
  ])('is told one short error, and nothing is fetched: %s', async (_, body, code) => {
    const response = await house.post(body, { accept: 'application/graphql-response+json' });
    const text = await response.text();
    expect([response.status, text.length < 1_000]).toEqual([400, true]);
    expect(response.headers.get('content-type')).toMatch('application/graphql-response+json');
    expect(JSON.parse(text)).toEqual({
      errors: [expect.objectContaining({ extensions: { code, requestId: response.headers.get('x-request-id') } })],
    });
    expect(house.people.calls.length + house.teams.calls.length).toBe(0);
  });

  test('is logged with its codes', async () => {
    await house.ask('{ nothing }');
    expect(house.lines.find(({ message }) => message === 'request')?.fields).toMatchObject({
      errors: 1,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
      status: 200,
    });
  });

  test('is refused by GET as by POST', async () => {
    const search = new URLSearchParams({ query: QUERY, variables: '{"id":{}}' });
    const response = await fetch(`${house.url}?${search}`, { headers: { 'apollo-require-preflight': 'yes' } });
    expect((await read(response)).errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('variables', () => {
  test('reach subgraphs as they were declared, and no others', async () => {
    const valid = await house.ask('query ($id: ID! = "2") { person(id: $id) { name } }', { variables: { other: 'x' } });
    expect(valid.data.person).toEqual({ name: 'Bob' });
    expect(house.people.calls.map(({ body }) => body.variables)).toEqual([{ id: '2' }]);
  });
});

describe('one caller', () => {
  test('may ask so often in a minute, and others are not held up', async () => {
    const busy = await openHouse({ config: { limits: { ...defaultGatewayConfig.limits, requestsPerMinute: 3 } } });
    const [one, other] = [await busy.token(), undefined];
    const ask = (as?: string) => busy.post({ query: '{ teams { id } }' }, as ? { authorization: `Bearer ${as}` } : {});
    // A minute may end in between: of seven, at least four are in one.
    const answers = [];
    for (let count = 0; count < 7; count++) answers.push(await ask(one));
    expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ask(other)).status).toBe(200);
    const response = answers.find(({ status }) => status === 429) as Response;
    const { errors } = await read(response);
    await busy.stop();
    expect(errors[0].extensions.code).toBe('RATE_LIMITED');
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('where the schema is not shown', () => {
  test('nothing is suggested, and plans stay a setting of their own', async () => {
    const closed = await openHouse({ config: { introspection: false } });
    closed.people.instead = async () => ({
      errors: [{ message: 'No such name. Did you mean "secret"?', extensions: { code: 'BAD_USER_INPUT' } }],
    });
    const wrong = [
      '{ teems { id } }',
      '{ person(idd: 1) { nam } }',
      '{ shade @skp }',
      '{ me { ...P } } fragment P on Persn { id }',
      '{ person(id: "1") { name } }',
    ];
    const answers = await Promise.all(wrong.map((query) => closed.ask(query)));
    const plan = await read(
      await closed.post({ query: '{ teams { id } }' }, { 'apollo-query-plan-experimental': '1' }),
    );
    await closed.stop();
    for (const { errors } of answers) expect(JSON.stringify(errors)).toMatch(/^(?=.*code)(?!.*Did you mean)/);
    expect(answers.at(-1)?.errors?.[0]?.message).toBe('No such name.');
    expect(plan.extensions?.__queryPlanExperimental).toBeUndefined();
  });
});
