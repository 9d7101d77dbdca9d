import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createLogger, type HttpHandler, type HttpServer, startHttpServer } from '../src/index.ts';

const servers: HttpServer[] = [];
const sockets: Socket[] = [];

type Options = Partial<Parameters<typeof startHttpServer>[0]>;

/** A server of the test's own. */
export async function serve(handler: HttpHandler, options: Options = {}): Promise<HttpServer> {
  const log = createLogger({ level: 'silent' });
  const fixed = { host: '127.0.0.1', port: 0, drainMs: 0, maxBodyBytes: 1_000, log };
  const server = await startHttpServer({ ...fixed, ...options, handler });
  servers.push(server);
  return server;
}

/** A bare connection, with what it has read so far. */
export async function client(port: number): Promise<{ socket: Socket; heard: () => string; size: () => number }> {
  const socket = connect(port, '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part)).on('error', () => undefined);
  sockets.push(socket);
  await once(socket, 'connect');
  return {
    socket,
    heard: () => Buffer.concat(parts).toString('latin1'),
    size: () => parts.reduce((sum, { length }) => sum + length, 0),
  };
}

/** All that is heard until the server closes the connection. */
export async function heardUntilClosed(port: number, bytes: string): Promise<string> {
  const { socket, heard } = await client(port);
  socket.write(bytes);
  await once(socket, 'close');
  return heard();
}

/** A request without a body, or the head of one with. */
export const head = (line: string, ...headers: string[]): string =>
  `${[`${line} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`;

/** Ends whatever the test opened. */
export async function closeAll(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const { server } of servers) server.closeAllConnections();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
}
