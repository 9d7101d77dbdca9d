import { getIntrospectionQuery } from 'graphql';
import { defaultGatewayConfig } from '../src/index.ts';
import { type House, openHouse, read } from './fixture/house.ts';

const limits = {
  ...defaultGatewayConfig.limits,
  depth: 5,
  aliases: 4,
  rootFields: 3,
  fields: 20,
  bodyBytes: 5_000,
  tokens: 300,
  documentLength: 4_000,
  variableValues: 50,
};

let house: House;
beforeAll(async () => {
  house = await openHouse({ config: { limits, costLimits: { anonymous: null } } });
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const longAliases = (count: number) =>
  Array.from({ length: count }, (_, i) => `${`a${i}`.padEnd(167, 'a')}: id`).join(' ');
const nested = (levels: number): string => (levels === 1 ? 'id' : `friends { ${nested(levels - 1)} }`);
const messages = async (query: string) => (await house.ask(query)).errors?.map(({ message }) => message);

describe('an operation', () => {
  test('goes as deep as the limit, and no deeper', async () => {
    expect(await messages(`{ person(id: "1") { ${nested(4)} } }`)).toBeUndefined();
    expect(await messages(`{ person(id: "1") { ${nested(5)} } }`)).toEqual([
      'The operation has depth 6; the limit is 5',
    ]);
  });

  test('is as deep as its fragments make it', async () => {
    const query = `{ person(id: "1") { ...A } } fragment A on Person { ...B } fragment B on Person { ${nested(5)} }`;
    expect(await messages(query)).toEqual(['The operation has depth 6; the limit is 5']);
  });

  test('has as many aliases as the limit, in fragments as often as they are spread', async () => {
    expect(
      await messages('{ a: __typename b: __typename ...C } fragment C on Query { teams { c: id d: id } }'),
    ).toBeUndefined();
    const query = '{ x: teams { ...A } teams { ...A ...A } } fragment A on Team { a: id b: name }';
    expect(await messages(query)).toEqual(['The operation has aliases 7; the limit is 4']);
  });

  test('has so many root fields', async () => {
    expect(await messages('{ teams { id } everybody { id } shade }')).toEqual(['Sign in first']);
    expect(await messages('{ teams { id } everybody { id } ...More } fragment More on Query { shade faulty }')).toEqual(
      ['The operation has root fields 4; the limit is 3'],
    );
  });

  test('has so many fields, and fragments that double each other are counted without being followed', async () => {
    const doubling = Array.from({ length: 20 }, (_, i) => `fragment F${i} on Team { ...F${i + 1} ...F${i + 1} }`);
    const query = `{ teams { ...F0 } } ${doubling.join(' ')} fragment F20 on Team { id }`;
    expect(await messages(query)).toEqual([`The operation has fields ${2 ** 20 + 1}; the limit is 20`]);
  });

  test('is held to the limits in each operation of its document', async () => {
    const query = `query A { teams { id } } query B { person(id: "1") { ${nested(5)} } }`;
    const answer = await house.ask(query, { operationName: 'A' });
    expect(answer.errors).toHaveLength(1);
  });

  test('has so many characters, whatever they are', async () => {
    const answer = await house.ask(`{ teams { id } }${' '.repeat(4_000)}`);
    expect(answer.errors?.map(({ message }) => message)).toEqual([
      'The document has 4016 characters; the limit is 4000',
    ]);
  });

  test('has so many tokens', async () => {
    const answer = await house.ask(`{ ${'teams { id } '.repeat(100)} }`);
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_PARSE_FAILED']);
  });

  test('is measured before anything follows its fragments, also those that no operation uses', async () => {
    const doubling = Array.from({ length: 20 }, (_, i) => `fragment F${i} on __Type { ...F${i + 1} ...F${i + 1} }`);
    const fragments = `${doubling.join(' ')} fragment F20 on __Type { name }`;
    expect(await messages(`{ __schema { types { ...F0 } } } ${fragments}`)).toEqual([
      expect.stringContaining('The operation has fields'),
    ]);
    expect((await messages(`{ teams { id } } ${fragments}`))?.[0]).toMatch('Fragment "F0" has fields');
  });

  test('with fragments in a circle is refused, not followed', async () => {
    const query = '{ teams { ...A } } fragment A on Team { id ...B } fragment B on Team { id ...A }';
    expect(await messages(query)).toEqual(['Cannot spread fragment "A" within itself via "B".']);
  });

  test('may not repeat a long alias with every object of its lists', async () => {
    const told = await messages(`{ teams { ${longAliases(6)} } }`);
    expect(told).toContainEqual(expect.stringContaining('characters in its aliases 1002'));
  });

  test('has names as long as names are', async () => {
    const named = (length: number) => messages(`query ${'n'.repeat(length)} { teams { id } }`);
    expect(await named(200)).toBeUndefined();
    expect(await named(201)).toEqual(['A name has 201 characters; the limit is 200']);
  });

  test('over any limit is never planned or fetched', async () => {
    await messages(`{ person(id: "1") { ${nested(5)} } }`);
    expect(house.people.calls).toEqual([]);
  });
});

describe('the schema', () => {
  test('can be read by tools under the limits that the gateway comes with', async () => {
    const usual = await openHouse();
    const { data } = await usual.ask(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }));
    await usual.stop();
    const names = data.__schema.types.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['Person', 'Team']));
    expect(names).not.toContain('_Entity');
  });

  test('cannot be read round in circles', async () => {
    const circle = (levels: number): string => (levels === 0 ? 'name' : `fields { type { ${circle(levels - 1)} } }`);
    const usual = await openHouse();
    const answer = await usual.ask(`{ __schema { types { ${circle(6)} } } }`);
    await usual.stop();
    expect(answer.errors?.[0]?.message).toMatch(/introspection depth/i);
  });

  test('shows the API and nothing of how it is guarded or put together', async () => {
    const usual = await openHouse();
    const { data } = await usual.ask('{ __schema { types { name } directives { name } } }');
    await usual.stop();
    const names = [...data.__schema.types, ...data.__schema.directives].map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['Person', 'deprecated']));
    expect(
      names.filter((name: string) => /\w__|^(authenticated|policy|requiresScopes|tag|cost|link)/.test(name)),
    ).toEqual([]);
  });

  test('cannot be read where introspection is off, nor guessed where suggestions are hidden', async () => {
    const closed = await openHouse({ config: { introspection: false } });
    const [schema, guess] = [await closed.ask('{ __schema { types { name } } }'), await closed.ask('{ teems { id } }')];
    const page = await fetch(closed.url, { headers: { accept: 'text/html' } });
    await closed.stop();
    expect(schema.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(guess.errors?.[0]?.message).toBe('Cannot query field "teems" on type "Query".');
    expect(page.headers.get('content-type')).toMatch('json');
  });
});

describe('a body', () => {
  test('is as long as the limit, and no longer', async () => {
    const padded = (length: number) => JSON.stringify({ query: '{ __typename }' }).padEnd(length);
    expect((await house.post(padded(5_000))).status).toBe(200);
    const response = await house.post(padded(5_001), { origin: 'https://elsewhere.example' });
    expect(response.status).toBe(413);
    expect(await read(response)).toEqual({
      errors: [
        {
          message: 'A request may have at most 5000 bytes.',
          extensions: { code: 'PAYLOAD_TOO_LARGE', requestId: response.headers.get('x-request-id') },
        },
      ],
    });
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    ['an array of operations', [{ query: '{ __typename }' }], 400],
    ['no operation', {}, 400],
    ['null', 'null', 400],
    ['no JSON', '{"query":', 400],
    ['a deep pit', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, 400],
    ['variables that are no object', { query: '{ __typename }', variables: [] }, 400],
    ['a query that is no text', { query: { kind: 'Document' } }, 400],
  ])('that holds %s is refused with its id', async (_, body, status) => {
    const response = await house.post(body);
    expect(response.status).toBe(status);
    const { errors } = await read(response);
    expect(errors[0].extensions).toEqual({ code: 'BAD_REQUEST', requestId: response.headers.get('x-request-id') });
  });

  test('that is compressed is refused', async () => {
    expect((await house.post('x', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  test('with keys that mean something to JavaScript changes nothing', async () => {
    const body = '{"query":"{ teams { id } }","variables":{"__proto__":{"x":1}},"__proto__":{"query":"{ shade }"}}';
    expect((await read(await house.post(body))).data.teams).toHaveLength(2);
    expect((await house.ask('{ __proto__: teams { constructor: id } }')).data).toHaveProperty('__proto__');
  });
});
