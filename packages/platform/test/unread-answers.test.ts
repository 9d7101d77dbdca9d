import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { HttpHandler } from '../src/index.ts';
import { eventually } from './eventually.ts';
import { client, closeAll, head, serve } from './raw-client.ts';

afterEach(closeAll);

// More than the system keeps on its way to a client that reads nothing.
const LARGE = 'x'.repeat(16_000_000);

describe('an answer that is not taken', () => {
  test('holds up the requests behind it on its connection', async () => {
    const begun: string[] = [];
    const handler: HttpHandler = async ({ path }) => {
      begun.push(path);
      return { status: 200, body: LARGE };
    };
    const { port } = await serve(handler);
    const { socket } = await client(port);
    socket.pause().write(['/a', '/b', '/c'].map((path) => head(`GET ${path}`)).join(''));
    await eventually(() => begun.length === 1);
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(200);
    expect(begun).toEqual(['/a', '/other']);
    socket.resume();
    await eventually(() => begun.length === 4);
  });
});

describe('answers that wait for their clients', () => {
  const handler: HttpHandler = async () => ({ status: 200, body: LARGE });

  test('are bounded together: the one that is stuck for longest is given up', async () => {
    const { port } = await serve(handler, { maxUnreadBytes: 3 * LARGE.length });
    const ask = async () => {
      const asking = await client(port);
      asking.socket.once('data', () => asking.socket.pause()).write(head('GET /'));
      await eventually(() => asking.size() > 0);
      return asking;
    };
    const isCut = async ({ socket, size }: Awaited<ReturnType<typeof ask>>) => {
      socket.resume(); // only who reads notices that a connection has ended
      await eventually(() => size() > LARGE.length || socket.closed);
      return size() < LARGE.length;
    };
    const all = [await ask(), await ask(), await ask(), await ask()];
    expect(await Promise.all(all.map(isCut))).toEqual([true, false, false, false]);
  });

  test('that are being taken are not the ones that are stuck', async () => {
    const { port } = await serve(handler, { maxUnreadBytes: 2 * LARGE.length });
    const [reader, stuck, another] = [await client(port), await client(port), await client(port)];
    for (const { socket, size } of [reader, stuck]) {
      socket.once('data', () => socket.pause()).write(head('GET /'));
      await eventually(() => size() > 0);
    }
    // Reads on, slower than the answer could come.
    for (const before = reader.size(); reader.size() < before + 8_000_000; ) {
      reader.socket.resume();
      await once(reader.socket, 'data');
      reader.socket.pause();
      await turn();
    }
    another.socket.write(head('GET /'));
    await eventually(() => another.size() > LARGE.length);
    reader.socket.resume();
    stuck.socket.resume();
    await eventually(() => reader.size() > LARGE.length && stuck.socket.closed);
    expect(stuck.size()).toBeLessThan(LARGE.length);
  });
});
