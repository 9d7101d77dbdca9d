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
  /** What it answers with from now on. */
  answer(status: number, reply?: Reply): void;
  /** What it answers to this path instead. */
  answerTo(path: string, status: number, reply?: Reply): void;
  stop(): Promise<void>;
}

/** The rest of an answer. */
export interface Reply {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** It is given once this resolves. */
  readonly after?: Promise<unknown>;
}

/** Starts one on this machine; it answers 200 until it is told otherwise. */
export async function startOutside(): Promise<Outside> {
  const calls: Call[] = [];
  let answer: Reply & { readonly status: number } = { status: 200 };
  const answers = new Map<string, typeof answer>();
  const server = createServer(async (request, response) => {
    calls.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    const { status, headers, body, after } = answers.get(request.url ?? '') ?? answer;
    await after;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    answer: (status, reply = {}) => {
      answer = { status, ...reply };
    },
    answerTo: (path, status, reply = {}) => void answers.set(path, { status, ...reply }),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
