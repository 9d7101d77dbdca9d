import { type Answer, type House, openHouse } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ config: { subgraphTimeoutMs: 100 } });
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const INTERNALS = /select|srv|http:|10\.0\.0|internal|people|stack|Error:|serviceName/;
const faults = () => house.lines.filter(({ level }) => level === 'error' || level === 'warn');
const told = ({ errors }: Answer) => errors?.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`);

describe('a fault in a subgraph', () => {
  test('is named a fault and nothing more, at its place', async () => {
    const answer = await house.ask('{ faulty teams { id } }');
    expect(answer.data).toEqual({ faulty: null, teams: [{ id: 'a' }, { id: 'b' }] });
    expect(answer.errors).toEqual([
      {
        message: 'Something went wrong',
        path: ['faulty'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      },
    ]);
  });

  test('is logged once, with subgraph, reason and request', async () => {
    const { errors } = await house.ask('{ faulty }');
    expect(faults()).toEqual([
      {
        level: 'warn',
        message: 'subgraph failed',
        fields: expect.objectContaining({
          subgraph: 'people',
          reason: expect.stringContaining('select'),
          requestId: errors?.[0]?.extensions.requestId,
        }),
      },
    ]);
  });

  test.each(['INVENTED', 'GRAPHQL_VALIDATION_FAILED', 'DOWNSTREAM_SERVICE_ERROR', 'INTERNAL_SERVER_ERROR'])(
    'stays one under the code %s',
    async (code) => {
      const answer = await house.ask('query ($code: String!) { refused(code: $code) }', { variables: { code } });
      expect(told(answer)).toEqual(['refused INTERNAL_SERVER_ERROR']);
      expect(JSON.stringify(answer)).not.toContain('As you were told');
    },
  );

  test('that breaks the schema is an error too, not only a null', async () => {
    const answer = await house.ask('{ teams { id } faultless }');
    expect(told(answer)).toEqual(['faultless INTERNAL_SERVER_ERROR']);
    expect(answer).toMatchObject({ data: null });
    expect(answer.extensions).toBeUndefined();
  });

  test('that sends another shape than the schema says is a fault, not the client’s', async () => {
    house.teams.instead = async () => ({ data: { teams: { id: 'http://10.0.0.7' } } });
    const response = await house.post({ query: '{ teams { id } }' });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toMatch(INTERNALS);
    expect(JSON.parse(text).errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(faults()).toEqual([expect.objectContaining({ message: 'request failed' })]);
  });
});

describe('what a subgraph means for clients', () => {
  test.each(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED', 'BAD_USER_INPUT', 'CONFLICT', 'RATE_LIMITED'])(
    'reaches them: %s',
    async (code) => {
      const answer = await house.ask('query ($code: String!) { refused(code: $code) }', { variables: { code } });
      expect(answer.errors).toEqual([
        { message: 'As you were told', path: ['refused'], extensions: { code, requestId: expect.any(String) } },
      ]);
      expect(faults()).toEqual([]);
    },
  );

  test('includes what it says of a literal that only it can judge', async () => {
    house.people.instead = async () => ({
      errors: [
        {
          message: 'Expected value of type "Instant!", found "soon".',
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
    expect(told(await house.ask('{ at(instant: "soon") }'))).toEqual(['at BAD_USER_INPUT']);
  });
});

describe('a subgraph that does not answer', () => {
  const silent = () => new Promise<never>(() => undefined);
  const gone = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:4101'));

  test.each([
    ['dies', gone],
    ['hangs', silent],
  ])('that %s costs its own fields only, each of them named', async (_, instead) => {
    house.people.instead = instead;
    const answer = await house.ask('{ teams { name } first: person(id: "1") { name } maybeEverybody { id } }');
    expect(answer.data).toEqual({ teams: [{ name: 'Hawks' }, { name: 'Owls' }], first: null, maybeEverybody: null });
    expect(told(answer)).toEqual(['first SERVICE_UNAVAILABLE', 'maybeEverybody SERVICE_UNAVAILABLE']);
    expect(JSON.stringify(answer)).not.toMatch(INTERNALS);
    expect(house.lines).toContainEqual(
      expect.objectContaining({
        message: 'subgraph did not answer',
        fields: expect.objectContaining({ subgraph: 'people', error: expect.any(Error) }),
      }),
    );
  });

  test('is told of once, however many requests that fails', async () => {
    const own = await openHouse();
    own.people.instead = gone;
    for (let request = 0; request < 5; request++) await own.ask('{ first: person(id: "1") { name } }');
    const told = own.lines.filter(({ level }) => level === 'error' || level === 'warn');
    expect(told).toMatchObject([{ message: 'a part is away', fields: { part: 'people', error: expect.any(Error) } }]);
    await own.stop();
  });

  test('is not named by another that needed it', async () => {
    const message = 'The teams service cannot answer now';
    house.people.instead = async () => ({
      data: { faulty: null },
      errors: [{ message, path: ['faulty'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    const answer = await house.ask('{ faulty }');
    expect(answer.errors?.[0]).toMatchObject({ message: 'Temporarily unavailable', path: ['faulty'] });
    expect(faults()).toEqual([]); // it tells of that itself
    expect(house.lines.map(({ fields }) => fields)).toContainEqual(
      expect.objectContaining({ subgraph: 'people', reason: message }),
    );
  });

  test('costs the fields it adds to others’ entities', async () => {
    house.teams.instead = async ({ body }) => {
      if (body.query.includes('_entities')) throw new Error('gone');
      return { data: { teams: [] } };
    };
    const answer = await house.ask('{ everybody { name shirt } teams { id } }');
    expect(answer.data.everybody[2]).toEqual({ name: 'Cyd', shirt: null });
    expect(told(answer)).toEqual([0, 1, 2].map((index) => `everybody.${index}.shirt SERVICE_UNAVAILABLE`));
  });
});

describe('a request', () => {
  test('that is not valid says where, with its id', async () => {
    const answer = await house.ask('{ teams { nmae } }');
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Cannot query field "nmae" on type "Team". Did you mean "name"?',
      locations: [{ line: 1, column: 11 }],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId: expect.any(String) },
    });
  });

  test('hears no more of its own text than it needs', async () => {
    const name = 'x'.repeat(200_000);
    const unknownField = await (await house.post({ query: `{ ${name} }` })).text();
    const unknownOperation = await (await house.post({ query: '{ __typename }', operationName: name })).text();
    expect([unknownField.length < 2_000, unknownOperation.length < 2_000]).toEqual([true, true]);
  });

  test.each([
    ['a field of internal use', '{ onlyInternal }'],
    ['the subgraphs’ own fields', '{ _service { sdl } }'],
    ['entities by their keys', '{ _entities(representations: []) { __typename } }'],
  ])('cannot see %s', async (_, query) => {
    expect((await house.ask(query)).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(house.people.calls).toEqual([]);
  });

  test('keeps its well-formed id, gets one otherwise, and hears it again', async () => {
    const idOf = async (id: string) => {
      const response = await house.post({ query: '{ nothing }' }, { 'x-request-id': id });
      const { errors } = (await response.json()) as Answer;
      expect(errors?.[0]?.extensions.requestId).toBe(response.headers.get('x-request-id'));
      return response.headers.get('x-request-id');
    };
    expect(await idOf('a-proper-id-0001')).toBe('a-proper-id-0001');
    expect(await idOf('short')).toMatch(/^[\w-]{36}$/);
    expect(await idOf('"},{"level":"error"')).toMatch(/^[\w-]{36}$/);
  });

  test('is logged in one line without values', async () => {
    const as = await house.token();
    await house.ask('query Hello($text: String!) { repeated(text: $text) me { id } }', {
      as,
      variables: { text: 'a-secret-of-mine' },
    });
    expect(house.lines).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          requestId: expect.any(String),
          operation: 'Hello',
          kind: 'query',
          viewer: 'usr_1',
          status: 200,
          ms: expect.any(Number),
        },
      },
    ]);
    expect(JSON.stringify(house.lines)).not.toContain(as);
  });

  test('is logged with the codes of its errors', async () => {
    await house.ask('{ me { id } a: faulty b: faulty }');
    expect(house.lines.findLast(({ message }) => message === 'request')?.fields).toMatchObject({
      errors: 3,
      codes: ['UNAUTHENTICATED', 'INTERNAL_SERVER_ERROR'],
    });
  });
});
