import { type House, openHouse, read } from './fixture/house.ts';

let house: House;
let extra = true;
beforeAll(async () => {
  house = await openHouse({ readiness: async () => ({ shared: extra }) });
  house.auth.documents['/.well-known/jwks.json'] = () => house.published;
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(house.origin + path, { headers, redirect: 'manual' });

describe('the answer to an operation', () => {
  const VALID = { query: '{ teams { id } }' };
  const JSON_TYPE = 'application/json';
  const GRAPHQL_TYPE = 'application/graphql-response+json';

  test.each([
    ['a valid operation', VALID, 200, 200],
    ['a document that does not parse', { query: '{' }, 200, 400],
    ['a document that is not valid', { query: '{ nothing }' }, 200, 400],
    ['an unknown operation', { ...VALID, operationName: 'Other' }, 200, 400],
    ['variables that do not fit', { query: 'query ($id: ID!) { person(id: $id) { id } }' }, 200, 400],
  ])('to %s has the status that GraphQL over HTTP gives it', async (_, body, asJson, asGraphQL) => {
    const [json, graphql] = await Promise.all([JSON_TYPE, GRAPHQL_TYPE].map((accept) => house.post(body, { accept })));
    expect([json?.status, graphql?.status]).toEqual([asJson, asGraphQL]);
    expect([json, graphql].map((it) => it?.headers.get('content-type')?.split(';')[0])).toEqual([
      JSON_TYPE,
      GRAPHQL_TYPE,
    ]);
    await Promise.all([json?.text(), graphql?.text()]);
  });

  test('is not kept, sniffed, framed or embedded', async () => {
    const { headers } = await house.post(VALID);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.has('x-powered-by')).toBe(false);
  });

  test('never explains its plan to strangers', async () => {
    const answer = await read(await house.post(VALID, { 'apollo-query-plan-experimental': '1' }));
    expect(answer.extensions).toBeUndefined();
    const open = await openHouse({ config: { queryPlans: true } });
    const explained = await read(await open.post(VALID, { 'apollo-query-plan-experimental': '1' }));
    await open.stop();
    expect(explained.extensions.__queryPlanExperimental).toContain('Fetch(service: "teams")');
  });
});

describe('Sandbox', () => {
  test('is what a browser sees at the endpoint, and at the root', async () => {
    const page = await get('/graphql', { accept: 'text/html' });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('embeddable-sandbox');
    expect((await get('/')).headers.get('location')).toBe('/graphql');
  });
});

describe('/healthz and /readyz', () => {
  test('say that the process lives', async () => {
    expect(await read(await get('/healthz'))).toEqual({ status: 'ok' });
  });

  test('say ready after a while although a subgraph has never answered', async () => {
    let time = 0;
    const starting = await openHouse({ now: () => new Date(time) });
    starting.teams.instead = () => Promise.reject(new Error('not yet'));
    const status = async () => (await fetch(`${starting.origin}/readyz`)).status;
    expect(await status()).toBe(503);
    time = 30_000;
    expect(await status()).toBe(200);
    await starting.stop();
  });

  test('tell of a part that can be done without', async () => {
    const deaf = await openHouse({ told: async () => ({ transport: false }) });
    const response = await fetch(`${deaf.origin}/readyz`);
    expect([response.status, (await read(response)).parts.transport]).toEqual([200, false]);
    await deaf.stop();
  });

  test('say ready only after every subgraph has answered once', async () => {
    const starting = await openHouse();
    starting.teams.instead = () => Promise.reject(new Error('not yet'));
    const ready = async () => {
      const response = await fetch(`${starting.origin}/readyz`);
      return [response.status, (await read(response)).parts.teams];
    };
    expect(await ready()).toEqual([503, false]);
    starting.reset();
    expect(await ready()).toEqual([200, true]);
    starting.teams.instead = () => Promise.reject(new Error('gone'));
    expect(await ready()).toEqual([200, false]);
    for (const client of [starting.people, starting.auth]) client.instead = () => Promise.reject(new Error('HTTP 401'));
    expect(await ready()).toEqual([503, false]);
    starting.people.instead = undefined;
    expect(await ready()).toEqual([200, false]);
    await starting.stop();
  });

  test('say not ready while a part of the gateway’s own is away', async () => {
    extra = false;
    const response = await get('/readyz');
    extra = true;
    expect([response.status, (await read(response)).parts.shared]).toEqual([503, false]);
    expect((await get('/readyz')).status).toBe(200);
  });
});

describe('/.well-known/jwks.json', () => {
  test('gives auth’s keys to everybody, and remembers them while auth is away', async () => {
    const document = house.auth.documents['/.well-known/jwks.json'];
    const response = await get('/.well-known/jwks.json');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(await read(response)).toEqual(house.published);
    house.auth.documents['/.well-known/jwks.json'] = () => {
      throw new Error('connect ECONNREFUSED');
    };
    expect(await read(await get('/.well-known/jwks.json'))).toEqual(house.published);
    if (document) house.auth.documents['/.well-known/jwks.json'] = document;
  });

  test('is unavailable while auth never gave any', async () => {
    const young = await openHouse();
    const response = await fetch(`${young.origin}/.well-known/jwks.json`);
    await young.stop();
    expect([response.status, (await read(response)).errors[0].extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  });
});

describe('GraphiQL', () => {
  const LOGIN = { name: 'Coach', email: 'coach@club.example', password: '</script><b>' };

  test('is served whole from here, with the demo logins, and may load nothing from elsewhere', async () => {
    const demo = await openHouse({ config: { demoLogins: [LOGIN] } });
    const page = await fetch(`${demo.origin}/graphiql`);
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file);
    const answers = await Promise.all(
      files.filter((file) => file !== 'data:,').map((file) => fetch(new URL(file, demo.origin))),
    );
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    await demo.stop();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(answers.length).toBe(6);
    expect(answers.map(({ status, url }) => [status, new URL(url).origin])).toEqual(
      answers.map(() => [200, demo.origin]),
    );
    const [, settings = ''] = /id="settings">(.*?)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(settings)).toEqual({ logins: [LOGIN] });
  });

  test('takes the place of Sandbox where that cannot be loaded', async () => {
    const page = await (await get('/graphql', { accept: 'text/html' })).text();
    const [, file = ''] = /<head><script src="([^"]+)">/.exec(page) ?? [];
    expect(await (await get(file)).text()).toContain("location.replace('/graphiql')");
  });

  test('is not there where the schema is not shown', async () => {
    const closed = await openHouse({ config: { introspection: false } });
    const statuses = await Promise.all(
      ['/graphiql', '/graphiql/graphiql.js', '/graphql'].map(async (path) => {
        const { status } = await fetch(closed.origin + path, { headers: { accept: 'text/html' } });
        return status;
      }),
    );
    await closed.stop();
    expect(statuses).toEqual([404, 404, 406]);
  });

  test.each(['/graphiql/', '/graphiql/page.html', '/graphiql/../package.json', '/graphiql/__proto__'])(
    'has no other files: %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});
