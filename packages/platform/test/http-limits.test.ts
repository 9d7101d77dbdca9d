import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { HttpHandler } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { client, closeAll, serve } from './raw-client.ts';

afterEach(closeAll);

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('an answer that nobody takes', () => {
  const LARGE = 'x'.repeat(20_000_000);

  test.each([
    ['in one piece', () => LARGE],
    ['as it comes', () => endless()],
  ])('closes its connection, sent %s', async (_, body) => {
    const signals: AbortSignal[] = [];
    const handler: HttpHandler = async ({ signal }) => {
      signals.push(signal);
      return { status: 200, body: body() };
    };
    const { port, server } = await serve(handler, { answerTimeoutMs: 300 });
    const { socket } = await client(port);
    socket.pause().write(GET);
    await eventually(() => signals[0]?.aborted === true);
    await eventually(() => new Promise((told) => server.getConnections((_, open) => told(open === 0))));
  });

  test('does not hold up who reads', async () => {
    const { port } = await serve(async () => ({ status: 200, body: LARGE }), { answerTimeoutMs: 20_000 });
    const { socket } = await client(port);
    socket.pause().write(GET);
    const response = await fetch(`http://127.0.0.1:${port}`);
    expect((await response.text()).length).toBe(LARGE.length);
  });
});

describe('an address', () => {
  const open = async (port: number, count: number) => Promise.all(Array.from({ length: count }, () => client(port)));

  test('that opens one connection too many loses the one that rested longest', async () => {
    const { port } = await serve(async () => ({ status: 200 }), { maxConnectionsPerAddress: 3 });
    const first = await client(port);
    const second = await client(port);
    const third = await client(port);
    first.socket.write(GET);
    await eventually(() => first.heard().includes('200'));
    const fourth = await client(port);
    fourth.socket.write(GET);
    await eventually(() => fourth.heard().includes('200'));
    await eventually(() => second.socket.closed);
    expect([first, third, fourth].map(({ socket }) => socket.closed)).toEqual([false, false, false]);
  });

  test('is turned away while all its connections are at work, and let in again after', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handler: HttpHandler = () => held.then(() => ({ status: 200 }));
    const { port, server } = await serve(handler, { maxConnectionsPerAddress: 2 });
    const busy = await open(port, 2);
    for (const { socket } of busy) {
      socket.write(GET);
      await once(server, 'request');
    }
    const refused = await client(port);
    await eventually(() => refused.socket.closed);
    release();
    await eventually(() => busy.every(({ heard }) => heard().includes('200')));
    expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
  });
});

describe('what is no request', () => {
  test.each([
    ['nonsense', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\n${'x-a: b\r\n'.repeat(5_000)}`, 431, 'HEADERS_TOO_LARGE'],
    ['an URL without end', `GET /${'a'.repeat(50_000)} HTTP/1.1\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['a wish for a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'METHOD_NOT_ALLOWED'],
  ])('is told so, and the connection closed: %s', async (_, bytes, status, code) => {
    const { port } = await serve(async () => ({ status: 200 }), {});
    const { socket, heard } = await client(port);
    socket.write(bytes);
    await once(socket, 'close');
    expect(heard()).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*connection: close[\\s\\S]*"${code}"`));
  });
});

describe('a request', () => {
  test('may name the whole URL, ask for an upgrade, or be sent unencoded', async () => {
    const { port } = await serve(async ({ path, search }) => ({ status: 200, body: `${path} ${search}` }), {});
    const { socket, heard } = await client(port);
    socket.write(
      'GET http://club.example/graphql?a=b HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\nContent-Encoding: identity\r\n\r\n',
    );
    await eventually(() => heard().endsWith('/graphql ?a=b'));
  });

  test.each([
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400],
    ['a lone half of a pair', Buffer.from([0xed, 0xa0, 0x80]), 400],
    ['a byte-order mark', Buffer.from('\uFEFF{}'), 200],
  ])('with %s in its body is understood or refused, never guessed at', async (_, body, status) => {
    const { port } = await serve(async (request) => ({ status: 200, body: request.body }), {});
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(status === 200 ? /^\{\}$/ : /BAD_REQUEST/);
  });
});

async function* endless(): AsyncGenerator<string> {
  for (;;) {
    yield 'x'.repeat(100_000);
    await turn();
  }
}
