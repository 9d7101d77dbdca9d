import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { defaultGatewayConfig } from '../src/index.ts';
import { type House, openHouse } from './fixture/house.ts';

const PAGE = 'https://club.example';
const VALID = { query: '{ teams { id } }' };

let house: House;
let local: House;
beforeAll(async () => {
  [house, local] = await Promise.all([
    openHouse({ config: { corsOrigins: [PAGE] } }),
    openHouse({ config: { corsOrigins: [PAGE], localPages: true } }),
  ]);
});
afterAll(() => Promise.all([house.stop(), local.stop()]));

const cors = ({ headers }: Response) => [headers.get('access-control-allow-origin'), headers.get('vary')];
const ask = (at: House, headers: Record<string, string>) => fetch(at.url, { method: 'OPTIONS', headers });

describe('a web page', () => {
  test('on the list may ask and read, also what was refused', async () => {
    const before = await ask(house, { origin: PAGE, 'access-control-request-method': 'POST' });
    expect([before.status, ...cors(before)]).toEqual([204, PAGE, 'Origin']);
    expect(cors(await house.post(VALID, { origin: PAGE }))).toEqual([PAGE, 'Origin']);
    expect(cors(await house.post('x'.repeat(1_000_001), { origin: PAGE }))).toEqual([PAGE, 'Origin']);
    expect(before.headers.has('access-control-allow-credentials')).toBe(false);
  });

  test.each([
    'authorization',
    'content-type',
    'apollographql-client-name',
    'apollographql-client-version',
    'apollo-query-plan-experimental',
    'apollo-federation-include-trace',
    'apollo-require-preflight',
    'x-apollo-operation-name',
    'graphql-preflight',
    'x-request-id',
    'traceparent',
  ])('may send what GraphQL clients send: %s', async (header) => {
    const { headers } = await ask(house, { origin: PAGE, 'access-control-request-headers': header });
    expect(headers.get('access-control-allow-headers')?.split(', ')).toContain(header);
  });

  test.each(['https://evil.example', 'https://club.example.evil.example', 'http://club.example', 'null', ''])(
    'elsewhere may not: %s',
    async (origin) => {
      const before = await ask(house, { origin });
      expect([...cors(before), before.headers.get('access-control-allow-methods')]).toEqual([null, 'Origin', null]);
      expect(cors(await house.post(VALID, { origin }))).toEqual([null, 'Origin']);
    },
  );
});

describe('a page of this very machine', () => {
  const LOCAL = [
    'http://localhost:5173',
    'http://localhost',
    'https://localhost:3000',
    'http://127.0.0.1:3000',
    'http://127.8.9.1',
    'http://[::1]:8080',
    'http://app.localhost:5173',
  ];

  test.each(LOCAL)('may call where the house runs for a developer, and only there: %s', async (origin) => {
    expect(cors(await ask(local, { origin }))).toEqual([origin, 'Origin']);
    expect(cors(await local.post(VALID, { origin }))).toEqual([origin, 'Origin']);
    expect(cors(await house.post(VALID, { origin }))).toEqual([null, 'Origin']);
  });

  test.each([
    'null',
    'file://',
    'http://localhost.evil.example',
    'http://evil.example#localhost',
    'http://notlocalhost',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1:3000.evil.example',
    'http://10.0.0.1',
    'http://localhost:5173/',
    'http://localhost:5173 ',
    'chrome-extension://localhost',
  ])('is not: %s', async (origin) => {
    expect(cors(await local.post(VALID, { origin: origin.trim() === origin ? origin : `${origin}x` }))[0]).toBeNull();
  });

  test('of the internet, on the list, is told that it may reach a private network', async () => {
    const asking = { 'access-control-request-private-network': 'true' };
    const told = async (origin: string) =>
      (await ask(local, { ...asking, origin })).headers.get('access-control-allow-private-network');
    expect([await told(PAGE), await told('https://evil.example')]).toEqual(['true', null]);
  });
});

describe('a name that was made to lead here', () => {
  const called = (at: House, host: string, path = '/graphql') =>
    new Promise<[number | undefined, unknown]>((resolve, reject) => {
      const headers = { host, 'content-type': 'application/json' };
      request(at.origin + path, { method: path === '/graphql' ? 'POST' : 'GET', headers }, async (response) =>
        resolve([response.statusCode, await json(response)]),
      )
        .on('error', reject)
        .end(path === '/graphql' ? JSON.stringify(VALID) : '');
    });

  test('is none that could be no name', async () => {
    const [status, body] = await called(local, '[::1].evil.example');
    expect([status, body]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
  });

  test.each(['evil.example', 'evil.example:4000', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'is not answered to on a developer’s machine: %s',
    async (host) => {
      const [status, body] = await called(local, host);
      expect([status, body]).toMatchObject([421, { errors: [{ extensions: { code: 'MISDIRECTED_REQUEST' } }] }]);
    },
  );

  test.each(['localhost', 'LOCALHOST:4000', 'app.localhost:4000', '127.0.0.1:1', '[::1]:4000', '192.168.1.7:4000'])(
    'is not: %s',
    async (host) => {
      expect((await called(local, host))[0]).toBe(200);
    },
  );

  test('is no matter where others are served, behind a proxy, or to balancers', async () => {
    expect((await called(house, 'club.example'))[0]).toBe(200);
    expect((await called(local, 'balancer', '/healthz'))[0]).toBe(200);
    const behind = await openHouse({ config: { localPages: true, trustProxy: 1 } });
    expect((await called(behind, 'club.example'))[0]).toBe(200);
    await behind.stop();
    expect(defaultGatewayConfig.localPages).toBe(false);
  });
});
