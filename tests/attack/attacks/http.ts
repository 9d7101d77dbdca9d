import { connect } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { type Attack, attack, crowd, type Outcome, outcomeOf, type Target } from '../attack.ts';

interface Reading {
  readonly isRead?: boolean;
  /** How long is listened, whatever comes; otherwise until there is an answer. */
  readonly forMs?: number;
}

/** Who is not answered by then never will be. */
const PATIENCE_MS = 5_000;

const raw = (target: Target, text: string, { isRead = true, forMs }: Reading = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(target.url);
    const socket = connect(Number(port), hostname);
    let said = '';
    const done = () => {
      clearTimeout(impatience);
      socket.destroy();
      const codes = [...said.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code ?? '');
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0),
        codes: [...new Set(codes)],
        bytes: said.length,
      });
    };
    const hear = (chunk: Buffer) => {
      said += chunk;
      if (forMs === undefined && isWhole(said)) done();
    };
    const impatience = setTimeout(done, forMs ?? PATIENCE_MS);
    socket.on('connect', () => socket.write(text));
    if (isRead) socket.on('data', hear);
    else socket.pause();
    socket.on('error', done).on('end', done);
  });

function isWhole(said: string): boolean {
  const [head = '', ...body] = said.split('\r\n\r\n');
  const length = /\ncontent-length: (\d+)/i.exec(head)?.[1];
  return length !== undefined && body.join('\r\n\r\n').length >= Number(length);
}

const head = (lines: readonly string[]) => `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('\r\n')}\r\n\r\n`;
const QUERY = JSON.stringify({ query: '{ __typename }' });
const posted = (body: string) =>
  `${head(['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`])}${body}`;
const WHOLE_SCHEMA = posted(JSON.stringify({ query: getIntrospectionQuery() }));

/** What is wrong below GraphQL. */
export const http: readonly Attack[] = [
  attack('200 requests that never end', [], (it) =>
    crowd(200, () =>
      raw(it, head(['content-type: application/json', 'content-length: 900000']) + QUERY, { forMs: 1_000 }),
    ),
  ),
  attack('100 clients that never read', [], (it) =>
    crowd(100, () => raw(it, posted(QUERY).repeat(50), { isRead: false, forMs: 1_000 })),
  ),
  attack('10 clients that ask for the whole schema 200 times and never read', [], (it) =>
    crowd(10, () => raw(it, WHOLE_SCHEMA.repeat(200), { isRead: false, forMs: 1_000 })),
  ),
  attack('5,000 requests sent ahead', [], (it) => raw(it, posted(QUERY).repeat(5_000), { forMs: 3_000 }), {
    bytes: 5_000_000,
  }),
  attack('100 clients that each send 500 requests ahead and never read', [], (it) =>
    crowd(100, () => raw(it, posted(QUERY).repeat(500), { isRead: false, forMs: 1_000 })),
  ),
  attack('a body of 1 TB, announced', ['PAYLOAD_TOO_LARGE'], (it) =>
    raw(it, head(['content-type: application/json', 'content-length: 1000000000000'])),
  ),
  attack('1,000 bodies that are too large, each expecting to be welcome', ['PAYLOAD_TOO_LARGE'], (it) =>
    crowd(1_000, () => raw(it, head(['expect: 100-continue', 'content-length: 1000001']))),
  ),
  attack('two Hosts', ['BAD_REQUEST'], (it) => raw(it, head(['host: localhost', 'content-length: 0']))),
  attack('no Host', ['BAD_REQUEST'], (it) => raw(it, 'GET /graphql HTTP/1.1\r\n\r\n')),
  attack('two tokens', ['BAD_REQUEST'], (it) => raw(it, head(['authorization: Bearer a', 'authorization: Bearer b']))),
  attack('an unknown Expect', ['EXPECTATION_FAILED'], (it) => raw(it, head(['expect: wonders', 'content-length: 0']))),
  attack('two lengths', ['BAD_REQUEST'], (it) => raw(it, head(['content-length: 5', 'transfer-encoding: chunked']))),
  attack('a body in broken pieces', ['BAD_REQUEST'], (it) =>
    raw(it, `${head(['content-type: application/json', 'transfer-encoding: chunked'])}zz\r\n`),
  ),
  attack('a query with broken escapes', ['BAD_REQUEST'], (it) =>
    raw(it, 'GET /graphql?query=%ff HTTP/1.1\r\nhost: 127.0.0.1\r\napollo-require-preflight: 1\r\n\r\n'),
  ),
  attack(
    'headers without end',
    ['HEADERS_TOO_LARGE'],
    (it) => raw(it, `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n${'x-a: b\r\n'.repeat(100_000)}`),
    {
      bytes: 10_000,
    },
  ),
  attack('a body of 2 MB', ['PAYLOAD_TOO_LARGE'], (it) => it.post(`{"query":"${'x'.repeat(2_000_000)}"}`)),
  attack(
    'JSON 400,000 levels deep',
    ['BAD_REQUEST', 'BAD_USER_INPUT'],
    (it) => it.post(`{"query":"{__typename}","variables":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}`),
    { bytes: 10_000 },
  ),
  attack('JSON that is none', ['BAD_REQUEST'], (it) => it.post('{'.repeat(900_000))),
  attack('a list of 20,000 operations', ['BAD_REQUEST'], (it) =>
    it.post(Array.from({ length: 20_000 }, () => ({ query: '{ __typename }' }))),
  ),
  attack('another kind of JSON', ['UNSUPPORTED_MEDIA_TYPE', 'BAD_REQUEST'], (it) =>
    it.post(QUERY, 'nobody', { 'content-type': 'application/json-evil' }),
  ),
  attack('a hash without a text', ['PERSISTED_QUERY_NOT_SUPPORTED'], (it) =>
    it.post({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
  ),
  attack('an address of 15 KB', ['BAD_REQUEST', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'], async (it) =>
    outcomeOf(await fetch(`${it.url}?query=${'%7B'.repeat(5_000)}`, { headers: { 'apollo-require-preflight': '1' } })),
  ),
  attack(
    '300 new operations at once',
    [],
    (it) =>
      crowd(300, (i) =>
        it.post(
          {
            query: `query New${i} { me { id displayName memberships { role team { name a${i}: id members(first: ${1 + (i % 9)}) { nodes { role user { displayName } } } upcomingEvents(first: 3) { nodes { title } } } } } }`,
          },
          'player',
        ),
      ),
    { bytes: 100_000, mayBeLate: true },
  ),
  attack('300 new operations at once, by nobody', ['UNAUTHENTICATED'], (it) =>
    crowd(300, (i) =>
      it.post({
        query: `query Nobody${i} { me { id a${i}: displayName memberships { team { name members { nodes { user { displayName } } } } } } }`,
      }),
    ),
  ),
  attack('200 wrong operations at once', ['GRAPHQL_VALIDATION_FAILED'], (it) =>
    crowd(200, (i) => it.post({ query: `{ tems${i} { id } }` })),
  ),
  attack('50 wrong tokens at once', ['UNAUTHENTICATED'], (it) =>
    crowd(50, (i) => it.post({ query: '{ me { id } }' }, 'nobody', { authorization: `Bearer a${i}.b.c` })),
  ),
];
