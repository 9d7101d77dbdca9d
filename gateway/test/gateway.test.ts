import { connect } from 'node:net';
import { openGateway } from './club.ts';

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway({
    config: {
      corsOrigins: ['https://club.example'],
      trustProxy: 1,
      limits: { depth: 6, aliases: 5, rootFields: 4, fields: 60, bodyBytes: 10_000, tokens: 500 },
    },
  });
});
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.calls.length = 0;
});

const codes = ({ errors = [] }: { errors?: { extensions: Record<string, unknown> }[] }) =>
  errors.map(({ extensions }) => extensions.code);

describe('what the token alone decides', () => {
  test('is refused before any fetch', async () => {
    const answer = await gateway.ask('{ me { name } }');
    expect(answer.data).toEqual({ me: null });
    expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
    expect(gateway.calls).toEqual([]);
  });
  test('leaves the rest of the operation served', async () => {
    const answer = await gateway.ask('{ hello me { name } }');
    expect(answer.data).toEqual({ hello: 'hello', me: null });
    expect(answer.errors?.[0]?.path).toEqual(['me']);
  });
  test('is null where it may be, and takes its holder along where it may not', async () => {
    expect((await gateway.ask('{ me { name secret } }', 'ada')).data).toEqual({ me: { name: 'User 1', secret: null } });
    expect((await gateway.ask('{ me { name diary } hello }', 'ada')).data).toEqual({ me: null, hello: 'hello' });
    expect((await gateway.ask('{ hello everybody { name } }', 'ada')).data).toBeNull();
  });
  test('is told to who may', async () => {
    expect(await gateway.ask('{ me { secret diary } everybody { name } }', 'admin')).toEqual({
      data: { me: { secret: 'told', diary: 'dear' }, everybody: [{ name: 'User 1' }] },
    });
  });
  test.each([
    ['an alias', '{ me { innocent: secret } }', { me: { innocent: null } }],
    ['a fragment', '{ me { ...F } } fragment F on User { secret }', { me: { secret: null } }],
    ['a condition', 'query ($yes: Boolean!) { me { secret @include(if: $yes) } }', { me: { secret: null } }],
    ['another subgraph’s reference', '{ team { captain { secret } } }', { team: { captain: { secret: null } } }],
  ])('is not reached by %s', async (_, query, data) => {
    const answer = await gateway.ask(query, 'ada', { yes: true });
    expect(answer.data).toEqual(data);
    expect(codes(answer)).toEqual(['FORBIDDEN']);
    expect(gateway.calls.some((call) => call.query.includes('secret'))).toBe(false);
  });
  test('is not refused where the client left it out itself', async () => {
    expect(
      await gateway.ask('query ($yes: Boolean!) { me { name secret @include(if: $yes) } }', 'ada', { yes: false }),
    ).toEqual({ data: { me: { name: 'User 1' } } });
  });
});

describe('a token that is no good', () => {
  test('is nobody’s: public fields are served, others say why', async () => {
    expect((await gateway.ask('{ hello }', 'stolen')).data).toEqual({ hello: 'hello' });
    const { errors } = await gateway.ask('{ me { name } }', 'stolen');
    expect(errors?.[0]).toMatchObject({
      message: 'The access token is not valid',
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });
});

describe('what subgraphs are told', () => {
  test('is made by the gateway; what a client claims goes nowhere', async () => {
    await gateway.post(
      { query: '{ hello }' },
      {
        authorization: 'Bearer ada',
        'x-forwarded-for': '6.6.6.6, 203.0.113.5',
        'x-client-address': '1.2.3.4',
        'x-user-id': 'usr_root',
        'x-fieldhouse-caller': 'teams',
        'x-request-id': 'chosen-by-the-client',
        cookie: 'a=b',
      },
    );
    const headers = Object.fromEntries(
      Object.entries(gateway.calls[0]?.headers ?? {}).filter(([, value]) => value !== undefined),
    );
    expect(headers).toEqual({
      authorization: 'Bearer ada',
      'x-request-id': 'chosen-by-the-client',
      'x-client-address': '203.0.113.5',
      'x-client-agent': 'node',
    });
  });
  test('carries no token that was refused', async () => {
    await gateway.ask('{ hello }', 'stolen');
    expect(gateway.calls[0]?.headers.authorization).toBeUndefined();
  });
});

describe('errors', () => {
  test('that are faults say so and nothing else', async () => {
    const { errors } = await gateway.ask('{ fail hello }');
    expect(errors).toEqual([
      {
        message: 'Something went wrong',
        path: ['fail'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      },
    ]);
  });
  test('that are meant for clients arrive, without what came with them', async () => {
    const { errors } = await gateway.ask('{ forbidden }');
    expect(errors?.[0]).toMatchObject({
      message: 'Needs: a coach',
      extensions: { code: 'FORBIDDEN', requestId: expect.any(String) },
    });
    expect(Object.keys(errors?.[0]?.extensions ?? {}).sort()).toEqual(['code', 'requestId']);
  });
  test('carry the id that the answer’s header has', async () => {
    const response = await gateway.post({ query: '{ fail }' });
    const { errors } = (await response.json()) as { errors: { extensions: { requestId: string } }[] };
    expect(errors[0]?.extensions.requestId).toBe(response.headers.get('x-request-id'));
  });
});

describe('a subgraph that does not answer', () => {
  const dead = {
    dies: async () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:4103')),
    hangs: () => new Promise<never>(() => undefined),
  };

  test.each(['dies', 'hangs'] as const)('and %s costs its own fields only', async (how) => {
    const partial = await openGateway({ broken: { teams: dead[how] }, config: { subgraphTimeoutMs: 100 } });
    const answer = await partial.ask('{ hello team { name } }');
    expect(answer.data).toEqual({ hello: 'hello', team: null });
    expect(answer.errors).toEqual([
      {
        message: 'Temporarily unavailable',
        path: ['team'],
        extensions: { code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) },
      },
    ]);
    expect((await fetch(new URL('/readyz', partial.url))).status).toBe(503);
    await partial.stop();
  });
});

/** The captain's captain's captain: no such schema here, so fragments on the same type make the depth. */
const nested = (depth: number): string => (depth === 0 ? 'hello' : `a { ${nested(depth - 1)} }`);

describe('limits', () => {
  test.each([
    ['depth that is just allowed', '{ team { ... on Team { captain { id } } } }', false],
    ['depth', `{ __type(name: "Team") { name } ${nested(7)} }`, true],
    ['aliases', `{ team { ${['a', 'b', 'c', 'd', 'e', 'f'].map((alias) => `${alias}: name`).join(' ')} } }`, true],
    ['aliases in fragments', '{ team { ...F } b: team { ...F } } fragment F on Team { c: name d: name e: id }', true],
    ['root fields', '{ hello team { id } teams { id } fail forbidden }', true],
    ['a fragment of itself', '{ team { ...F } } fragment F on Team { ...F }', true],
    ['tokens', `{ ${'hello '.repeat(600)} }`, true],
  ])('on %s', async (_, query, isRefused) => {
    const answer = await gateway.ask(query);
    expect(codes(answer).some((code) => code === 'GRAPHQL_VALIDATION_FAILED' || code === 'GRAPHQL_PARSE_FAILED')).toBe(
      isRefused,
    );
    if (isRefused) expect(gateway.calls).toEqual([]);
  });
  test('on the body', async () => {
    const response = await gateway.post({ query: `# ${'x'.repeat(20_000)}\n{ hello }` });
    expect(response.status).toBe(413);
  });
  test('on batches, of which there are none', async () => {
    expect((await gateway.post([{ query: '{ hello }' }])).status).toBe(400);
  });
});

describe('HTTP', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, gateway.url), { headers, redirect: 'manual' });

  test('answers 200 to errors of validation where plain JSON is accepted', async () => {
    expect((await gateway.post({ query: '{ nothing }' }, { accept: 'application/json' })).status).toBe(200);
    expect((await gateway.post({ query: '{ nothing }' }, { accept: 'application/graphql-response+json' })).status).toBe(
      400,
    );
  });
  test('refuses what is not JSON, compressed, or a form from another page', async () => {
    expect((await gateway.post('{ nonsense')).status).toBe(400);
    expect((await gateway.post('x', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect(
      (await gateway.post('query=%7Bhello%7D', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(400);
    expect((await get('/graphql?query=%7Bhello%7D')).status).toBe(400);
  });
  test('lets the configured pages read, and no others', async () => {
    const origin = async (name: string) =>
      (await gateway.post({ query: '{ hello }' }, { origin: name })).headers.get('access-control-allow-origin');
    expect([await origin('https://club.example'), await origin('https://evil.example')]).toEqual([
      'https://club.example',
      null,
    ]);
  });
  test('shows Sandbox to people, health and keys to machines', async () => {
    expect((await get('/graphql', { accept: 'text/html' })).headers.get('content-type')).toContain('text/html');
    expect((await get('/')).headers.get('location')).toBe('/graphql');
    expect([(await get('/healthz')).status, (await get('/readyz')).status, (await get('/nothing')).status]).toEqual([
      200, 200, 404,
    ]);
    expect(await (await get('/.well-known/jwks.json')).json()).toEqual({ keys: [] });
  });
  test('says nothing that helps an attacker', async () => {
    const { headers } = await gateway.post({ query: '{ hello }' });
    expect([headers.get('x-powered-by'), headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual([
      null,
      'nosniff',
      'no-store',
    ]);
  });
  test('finishes what is under way before it stops', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = await openGateway({ broken: { users: async (real) => released.then(real) } });
    const [asked] = [slow.ask('{ hello }'), await slow.nextCall()];
    const stopped = slow.stop();
    release();
    expect(await asked).toEqual({ data: { hello: 'hello' } });
    await stopped;
    const { port } = new URL(slow.url);
    const refused = await new Promise<string>((resolve) =>
      connect(Number(port), '127.0.0.1').once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? '')),
    );
    expect(refused).toBe('ECONNREFUSED');
  });
});
