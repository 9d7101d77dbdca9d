import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that the world outside was sent. */
export interface Call {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Something outside of the house, which jobs call: a provider of payments, or whoever wants to be told. */
export interface Outside {
  readonly url: string;
  readonly calls: readonly Call[];
  /** The HTTP status that it answers with from now on. */
  answer(status: number): void;
  stop(): Promise<void>;
}

/** Starts one on this machine; it answers 200 until it is told otherwise. */
export async function startOutside(): Promise<Outside> {
  const calls: Call[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    calls.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    answer: (next) => {
      status = next;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
