import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { HttpHandler } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { client, closeAll, head, serve } from './raw-client.ts';

afterEach(closeAll);

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const answered = (heard: string) => [...heard.matchAll(/answer (\d+);/g)].map(([, number]) => Number(number));

/** Answers with the number that the path says, and notes how many are at work at once. */
function numbered(work: () => Promise<unknown> = async () => undefined) {
  const seen = { begun: 0, atOnce: 0, most: 0 };
  const handler: HttpHandler = async ({ path, body }) => {
    seen.begun += 1;
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    await work();
    seen.atOnce -= 1;
    return { status: 200, body: `answer ${path.slice(1)};${body.length}` };
  };
  return { seen, handler };
}

describe('requests that are sent ahead', () => {
  test.each([
    [17, 0],
    [17, 900],
    [300, 900],
    [5_000, 0],
  ])('are all answered in their order, one at a time: %i with %i bytes each', async (count, bytes) => {
    const { seen, handler } = numbered(turn);
    const { port } = await serve(handler);
    const { socket, heard } = await client(port);
    const body = 'x'.repeat(bytes);
    socket.write(
      numbers(count)
        .map((index) => head(`POST /${index}`, `Content-Length: ${bytes}`) + body)
        .join(''),
    );
    await eventually(() => answered(heard()).length === count);
    expect(answered(heard())).toEqual(numbers(count));
    expect(heard().match(new RegExp(`;${bytes}`, 'g'))).toHaveLength(count);
    expect(seen.most).toBe(1);
  });

  test('are not read any further while sixteen wait', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { handler } = numbered(() => held);
    const { port, server } = await serve(handler);
    let arrived = 0;
    server.on('request', () => arrived++);
    const { socket, heard } = await client(port);
    const one = head('GET /7', `X-Padding: ${'x'.repeat(10_000)}`);
    const count = 2_000; // 20 MB, more than the system takes on its way
    socket.write(one.repeat(count));
    await eventually(() => arrived >= 16);
    for (let i = 0; i < 50; i++) await turn();
    expect(arrived).toBeLessThan(16 + 2); // what comes in one piece, 4 KB, is taken in whole
    expect(socket.writableLength).toBeGreaterThan(0);
    release();
    await eventually(() => answered(heard()).length === count);
  });

  test('are few, however small they are', async () => {
    const { handler } = numbered(() => new Promise(() => undefined));
    const { port, server } = await serve(handler);
    let arrived = 0;
    server.on('request', () => arrived++);
    const { socket } = await client(port);
    socket.write(head('GET /').repeat(2_000));
    await eventually(() => arrived >= 16);
    for (let i = 0; i < 50; i++) await turn();
    expect(arrived).toBeLessThan(16 + 4_096 / head('GET /').length + 1);
  });

  test('leave what follows an upgrade to whoever speaks then', async () => {
    const { handler } = numbered();
    const { port, server } = await serve(handler);
    let came = 0;
    server.on('upgrade', (_, socket, first) => {
      came += first.length;
      socket.on('end', () => socket.destroy());
      socket.on('data', (bytes: Buffer) => {
        came += bytes.length;
      });
    });
    const { socket } = await client(port);
    socket.write(head('GET /', 'Connection: upgrade', 'Upgrade: x') + 'x'.repeat(50_000));
    await eventually(() => came >= 50_000);
    expect(came).toBe(50_000);
  });

  test('in pieces that are cut anywhere are answered as well', async () => {
    const { handler } = numbered();
    const { port } = await serve(handler);
    const { socket, heard } = await client(port);
    const all = numbers(40)
      .map((index) => `${head(`POST /${index}`, 'Content-Length: 3')}abc`)
      .join('');
    socket.setNoDelay(true);
    for (let at = 0; at < all.length; at += 97) {
      socket.write(all.slice(at, at + 97));
      await turn();
    }
    await eventually(() => answered(heard()).length === 40);
    expect(answered(heard())).toEqual(numbers(40));
  });

  test('leave the other connections alone', async () => {
    const never: HttpHandler = ({ path }) =>
      path === '/slow' ? new Promise(() => undefined) : Promise.resolve({ status: 200, body: 'at once' });
    const { port } = await serve(never);
    const { socket } = await client(port);
    socket.write(head('GET /slow').repeat(1_000));
    expect(await (await fetch(`http://127.0.0.1:${port}/quick`)).text()).toBe('at once');
  });

  test('of a client that leaves are not begun', async () => {
    const begun: string[] = [];
    const handler: HttpHandler = async ({ path, signal }) => {
      begun.push(path);
      await once(signal, 'abort');
      return { status: 200 };
    };
    const { port, server } = await serve(handler);
    const { socket } = await client(port);
    socket.write(['/a', '/b', '/c'].map((path) => head(`GET ${path}`)).join(''));
    await eventually(() => begun.length === 1);
    socket.destroy();
    await eventually(() => new Promise((told) => server.getConnections((_, open) => told(open === 0))));
    await turn();
    expect(begun).toEqual(['/a']);
  });

  test.each([
    ['nonsense', 'nonsense\r\n\r\n', 400],
    ['a body in broken pieces', `${head('POST /9', 'Transfer-Encoding: chunked')}zz\r\n`, 400],
    ['a wish for a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
  ])('are answered before what follows them is refused: %s', async (_, bytes, status) => {
    const { handler } = numbered(turn);
    const { port } = await serve(handler);
    const { socket, heard } = await client(port);
    socket.write(head('GET /1') + head('GET /2') + bytes);
    await once(socket, 'close');
    expect(answered(heard())).toEqual([1, 2]);
    expect([...heard().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code))).toEqual([200, 200, status]);
  });

  test('on all connections are bounded: the longest line is sent away', async () => {
    const { handler } = numbered(() => new Promise(() => undefined));
    const { port } = await serve(handler);
    const modest = await client(port);
    modest.socket.write(head('GET /1').repeat(3));
    const greedy = await Promise.all(numbers(80).map(() => client(port)));
    // 4 KB are taken in one piece: some 150 of the smallest requests.
    for (const { socket } of greedy) socket.write(head('GET /').repeat(500));
    await eventually(() => greedy.some(({ socket }) => socket.closed));
    expect(modest.socket.closed).toBe(false);
  });
});
