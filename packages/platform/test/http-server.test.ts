import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { createLogger, type HttpHandler, type HttpServer, startHttpServer } from '../src/index.ts';
import { eventually } from './eventually.ts';

const log = createLogger({ level: 'silent' });
const servers: HttpServer[] = [];

afterEach(async () => {
  for (const { server } of servers) server.closeAllConnections();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(handler: HttpHandler, drainMs = 0): Promise<HttpServer & { url: string }> {
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, handler, drainMs, maxBodyBytes: 1_000, log });
  servers.push(server);
  return { ...server, url: `http://127.0.0.1:${server.port}` };
}

const post = (url: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: body as string, headers });

describe('an HTTP server', () => {
  test('hands over a request read whole', async () => {
    const { url } = await serve(async ({ peerAddress, headers, isDraining, signal, ...request }) => {
      expect([peerAddress, headers['x-one'], isDraining]).toEqual(['127.0.0.1', 'two', false]);
      return { status: 201, headers: { 'x-three': 'four' }, body: JSON.stringify(request) };
    });
    const response = await post(`${url}/graphql?name=Ünï`, 'snö', { 'x-one': 'two' });
    expect([response.status, response.headers.get('x-three')]).toEqual([201, 'four']);
    const expected = { method: 'POST', path: '/graphql', search: '?name=%C3%9Cn%C3%AF', body: 'snö' };
    expect(await response.json()).toEqual(expected);
  });

  test('sends a body as it comes', async () => {
    const { url } = await serve(async () => ({ status: 200, body: parts() }));
    expect(await (await fetch(url)).text()).toBe('one two');
  });

  test('refuses a body that is too large, and the client hears it', async () => {
    const { url } = await serve(async () => ({ status: 200 }));
    expect((await post(url, 'x'.repeat(1_000))).status).toBe(200);
    const response = await post(url, 'x'.repeat(8_000_000));
    expect([response.status, response.headers.get('connection')]).toEqual([413, 'close']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
  });

  test('refuses a compressed body', async () => {
    const { url } = await serve(async () => ({ status: 200 }));
    const response = await post(url, gzipSync('{}'), { 'content-encoding': 'gzip' });
    expect(response.status).toBe(415);
  });

  test('refuses headers that are too large', async () => {
    const { url } = await serve(async () => ({ status: 200 }));
    expect((await fetch(url, { headers: { 'x-large': 'x'.repeat(20_000) } })).status).toBe(431);
  });

  test('tells no client what went wrong inside', async () => {
    const { url } = await serve(async () => {
      throw new Error('secret at /srv/file.ts:1');
    });
    const response = await fetch(url);
    expect([response.status, await response.json()]).toEqual([
      500,
      { errors: [{ message: 'Something went wrong.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    ]);
  });

  test('outlives a client that leaves in the middle of its request', async () => {
    const { url, port, server } = await serve(async () => ({ status: 200 }));
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    await once(server, 'request');
    socket.destroy();
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('a client that leaves before its answer', () => {
  const asking = async (handler: (signal: AbortSignal) => Promise<void>) => {
    const signals: AbortSignal[] = [];
    const { url, port } = await serve(async ({ signal }) => {
      signals.push(signal);
      await handler(signal);
      return { status: 200 };
    });
    return { signals, url, port };
  };

  test('aborts the signal that its request carries', async () => {
    const { signals, port } = await asking((signal) => once(signal, 'abort').then(() => undefined));
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => signals.length === 1);
    expect(signals[0]?.aborted).toBe(false);
    socket.destroy();
    await eventually(() => signals[0]?.aborted === true);
  });

  test('is none that had its answer and then closes', async () => {
    const { signals, url } = await asking(async () => undefined);
    await (await fetch(url, { headers: { connection: 'close' } })).text();
    await fetch(url, { headers: { connection: 'close' } });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });
});

describe('a drain', () => {
  test('answers on, asks clients to close, then closes', async () => {
    const seen: boolean[] = [];
    const { port, server, stop } = await serve(async ({ isDraining }) => {
      seen.push(isDraining);
      return { status: 200 };
    }, 300);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const connection = async () => {
      const call = httpRequest({ port, host: '127.0.0.1', agent }).end();
      const [response] = await once(call, 'response');
      await text(response);
      return response.headers.connection;
    };
    expect(await connection()).toBe('keep-alive');
    const stopped = stop();
    expect(await connection()).toBe('close');
    await stopped;
    expect([seen, server.listening]).toEqual([[false, true], false]);
    agent.destroy();
  });

  test('waits for an answer under way', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { url, server, stop } = await serve(async () => {
      await held;
      return { status: 200, body: 'late' };
    });
    const answer = fetch(url);
    await once(server, 'request');
    const stopped = stop();
    await eventually(() => !server.listening);
    release();
    expect(await (await answer).text()).toBe('late');
    await stopped;
  });
});

async function* parts(): AsyncGenerator<string> {
  yield 'one ';
  yield 'two';
}
