import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { OF_HTTP } from '../src/codes.ts';
import { type House, openHouse, read } from './fixture/house.ts';

const PAGE = 'https://club.example';
const VALID = { query: '{ teams { id } }' };
const SEARCH = `?query=${encodeURIComponent(VALID.query)}`;

let house: House;
beforeAll(async () => {
  house = await openHouse({ config: { corsOrigins: [PAGE] } });
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

/** Status and code of a refusal, whose code is one of the list and says the same as the status. */
async function told(response: Response): Promise<[number, string]> {
  const { errors } = await read(response);
  const { code, requestId } = errors[0].extensions;
  expect(requestId).toBe(response.headers.get('x-request-id'));
  expect(Object.keys(OF_HTTP).concat('PERSISTED_QUERY_NOT_SUPPORTED')).toContain(code);
  return [response.status, code];
}

const get = (search: string, headers: Record<string, string> = {}) => fetch(house.url + search, { headers });

describe('the content type of a request', () => {
  test.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json;',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; charset=utf8; profile=x',
  ])('is JSON in UTF-8: %s', async (type) => {
    expect((await house.post(VALID, { 'content-type': type })).status).toBe(200);
  });

  test.each([
    'application/json-evil',
    'application/jsonp',
    'application/json+graphql',
    'application/graphql-response+json',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'text/json',
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'json',
    '/',
    '',
  ])('is nothing else, least of all what a form can send: %s', async (type) => {
    const response = await house.post('{"query":"mutation{touch}"}', { 'content-type': type });
    expect(await told(response)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(house.people.calls).toEqual([]);
  });
});

describe('a body', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', '{"query":'],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"{ teams { id } }"'],
    ['an empty object', '{}'],
    ['a batch', JSON.stringify([VALID, VALID])],
    ['an empty batch', '[]'],
    ['a query that is no text', { query: 7 }],
    ['a query that is a list', { query: [VALID.query] }],
    ['a query that is a document', { query: { kind: 'Document', definitions: [] } }],
    ['an empty query', { query: '' }],
    ['no query but a name', { operationName: 'A' }],
    ['a name that is no text', { ...VALID, operationName: 7 }],
    ['variables that are a list', { ...VALID, variables: [] }],
    ['variables that are a text', { ...VALID, variables: '{}' }],
    ['variables that are a number', { ...VALID, variables: 7 }],
    ['extensions that are a list', { ...VALID, extensions: [] }],
    ['extensions that are a text', { ...VALID, extensions: '{}' }],
    ['its fields in a prototype', '{"__proto__":{"query":"{ teams { id } }"}}'],
  ])('of %s is refused', async (_, body) => {
    expect(await told(await house.post(body))).toEqual([400, 'BAD_REQUEST']);
    expect(house.teams.calls).toEqual([]);
  });

  test.each([
    ['a byte-order mark', `\uFEFF${JSON.stringify(VALID)}`],
    ['what nobody asked for', { ...VALID, id: 1, constructor: null, __proto: 1 }],
    ['everything that may be null', { ...VALID, operationName: null, variables: null, extensions: null }],
    ['a key twice, of which the last counts', `{"query":"{ nothing }","query":"${VALID.query}"}`],
  ])('with %s is understood', async (_, body) => {
    expect((await read(await house.post(body))).data.teams).toHaveLength(2);
  });

  test('with a prototype among its variables pollutes nothing', async () => {
    const query = 'query ($id: ID!) { person(id: $id) { id } }';
    const answer = await read(await house.post(`{"query":"${query}","variables":{"__proto__":{"id":"usr_1"}}}`));
    expect(answer.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a hash instead of a query', () => {
  const persisted = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };

  test.each(['application/json', 'application/graphql-response+json'])(
    'is not supported, in the words that clients fall back by: %s',
    async (accept) => {
      const response = await house.post({ extensions: persisted }, { accept });
      const message = (await read(response.clone())).errors[0].message;
      expect([message, ...(await told(response))]).toEqual([
        'PersistedQueryNotSupported',
        400,
        'PERSISTED_QUERY_NOT_SUPPORTED',
      ]);
      expect(response.headers.get('cache-control')).toContain('no-cache');
    },
  );
});

describe('a subscription', () => {
  test.each(['subscription { me { id } }', 'subscription { teams { id } }', 'subscription S { nothing }'])(
    'is a request error: %s',
    async (query) => {
      const response = await house.post({ query });
      expect(response.status).toBe(400);
      expect((await read(response)).errors[0].extensions.code).toMatch(/BAD_REQUEST|VALIDATION/);
      expect(house.lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );
});

describe('GET', () => {
  const authorization = 'Bearer x.y.z';

  test.each([
    ['a token', { authorization }],
    ['a header that a page must ask for', { 'apollo-require-preflight': 'yes' }],
    ['the operation’s name', { 'x-apollo-operation-name': 'Teams' }],
    ['a page that may read', { origin: PAGE }],
    ['our own page', { 'sec-fetch-site': 'same-origin' }],
  ])('answers queries that come with %s', async (_, headers) => {
    expect((await read(await get(SEARCH, headers as Record<string, string>))).data.teams).toHaveLength(2);
  });

  test.each([
    ['nothing', {}],
    [
      'what browsers send by themselves',
      { authorization: 'Basic YTpi', cookie: 'a=b', 'sec-fetch-site': 'cross-site' },
    ],
    ['another page', { origin: 'https://evil.example' }],
    ['no page', { origin: 'null' }],
    ['an empty proof', { 'apollo-require-preflight': '' }],
  ])('refuses what any page could send: %s', async (_, headers) => {
    expect(await told(await get(SEARCH, headers as Record<string, string>))).toEqual([400, 'BAD_REQUEST']);
    expect(house.teams.calls).toEqual([]);
  });

  test('never changes anything', async () => {
    const response = await get('?query=mutation{touch}', { authorization });
    expect([...(await told(response)), response.headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'POST']);
    expect(house.people.calls).toEqual([]);
  });

  test.each([
    '',
    '?query=',
    `${SEARCH}&query=x`,
    `${SEARCH}&variables={}&variables={}`,
    `${SEARCH}&operationName=a&operationName=a`,
    `${SEARCH}&extensions={}&extensions={}`,
    `${SEARCH}&variables=[]`,
    `${SEARCH}&variables={`,
    `${SEARCH}%`,
    `${SEARCH}%zz`,
    `${SEARCH}%ff`,
    `${SEARCH}&other=%e2%82`,
    '?extensions=7',
  ])('refuses what is no request: %s', async (search) => {
    expect(await told(await get(search, { authorization }))).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('what the client cannot read', () => {
  test.each(['text/plain', 'image/*', 'application/json;q=0', 'application/xml, text/html;q=0.5'])(
    'is not worked out: %s',
    async (accept) => {
      const response = await house.post({ query: 'mutation { touch }' }, { accept });
      expect(await told(response)).toEqual([406, 'NOT_ACCEPTABLE']);
      expect(house.people.calls).toEqual([]);
    },
  );

  test.each(['*/*', 'application/*', 'application/json', 'text/html, */*;q=0.1', 'APPLICATION/JSON'])(
    'is not this: %s',
    async (accept) => {
      expect((await house.post(VALID, { accept })).status).toBe(200);
    },
  );
});

describe('another method', () => {
  test.each(['HEAD', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])(
    'than GET and POST is not for /graphql: %s',
    async (method) => {
      const response = await fetch(house.url, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS']);
      if (method !== 'HEAD') expect(await told(response)).toEqual([405, 'METHOD_NOT_ALLOWED']);
    },
  );

  test.each(['TRACE /graphql', 'CONNECT evil.example:443'])('never reaches anybody: %s', async (line) => {
    const socket = connect(Number(new URL(house.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.end(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 405 [\s\S]*\r\nallow: [\s\S]*"METHOD_NOT_ALLOWED"/i);
  });

  test('HEAD serves balancers', async () => {
    const { status, headers } = await fetch(`${house.origin}/healthz`, { method: 'HEAD' });
    expect([status, Number(headers.get('content-length'))]).toEqual([200, JSON.stringify({ status: 'ok' }).length]);
  });

  test('OPTIONS tells what there is', async () => {
    const options = async (path: string) => {
      const { status, headers } = await fetch(house.origin + path, { method: 'OPTIONS' });
      return [status, headers.get('allow')];
    };
    expect(await options('/graphql')).toEqual([204, 'GET, POST, OPTIONS']);
    expect(await options('/healthz')).toEqual([204, 'GET, HEAD, OPTIONS']);
  });
});

describe('what HTTP itself refuses', () => {
  test.each<[string, string, number, string]>([
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost', 400, 'BAD_REQUEST'],
    ['no Host', 'GET / HTTP/1.1', 400, 'BAD_REQUEST'],
    ['two tokens', 'GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: a\r\nAuthorization: b', 400, 'BAD_REQUEST'],
    ['an unknown Expect', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: wonders', 417, 'EXPECTATION_FAILED'],
    ['a large body', 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000001', 413, 'PAYLOAD_TOO_LARGE'],
    ['large headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'x'.repeat(20_000)}`, 431, 'HEADERS_TOO_LARGE'],
    ['no request', 'hello', 400, 'BAD_REQUEST'],
  ])('has the form of every other refusal: %s', async (_, lines, status, code) => {
    const socket = connect(Number(new URL(house.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`${lines}\r\nConnection: close\r\n\r\n`);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    const [{ extensions }] = JSON.parse(body).errors;
    expect([Number(/ (\d+)/.exec(head)?.[1]), extensions.code]).toEqual([status, code]);
    expect(OF_HTTP).toHaveProperty(code, status);
    expect(head).toMatch(new RegExp(`^x-request-id: ${extensions.requestId}$`, 'im'));
    expect(head).toMatch(/^content-type: application\/json; charset=utf-8$/im);
  });
});

describe('another path', () => {
  test.each(['/graphql/../admin', '/graphql/', '//graphql', '/__proto__', '/constructor', '/%2e%2e/etc/passwd'])(
    'leads nowhere: %s',
    async (path) => {
      expect(await told(await fetch(house.origin + path))).toEqual([404, 'NOT_FOUND']);
    },
  );
});
