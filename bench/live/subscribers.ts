/** The clients of the bench, in a process of their own: a thousand WebSockets that note what they are told, and when. */
import { once } from 'node:events';
import WebSocket from 'ws';

/** What the bench asks of its clients. */
export interface Crowd {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly each: number;
  readonly query: string;
  readonly variables: object;
  /** One who asks for more than fits on the way to it, and then does not read. */
  readonly slow: { readonly token: string; readonly query: string };
}

/** What one subscriber was told: versions in their order, and when each came. */
export interface Heard {
  readonly versions: number[];
  readonly at: number[];
  coalesced: number;
}

const clock = () => performance.timeOrigin + performance.now();

/** One subscriber that is told the present state before this resolves. */
async function subscriber({ url, query, variables }: Omit<Crowd, 'slow'>, token: string) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false });
  const heard: Heard = { versions: [], at: [], coalesced: 0 };
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  const began = new Promise<void>((resolve, reject) => {
    socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${reason}`)));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack') {
        const payload = { query, variables, extensions: { live: { version: 0 } } };
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
      } else if (message.type === 'next') {
        const { version, coalesced = 0 } = message.payload.extensions.live;
        heard.versions.push(version);
        heard.at.push(clock());
        heard.coalesced += coalesced;
        resolve();
      } else if (message.type === 'error') reject(new Error(JSON.stringify(message.payload)));
    });
  });
  await began;
  return { socket, heard };
}

async function crowd(asked: Crowd) {
  const all: Awaited<ReturnType<typeof subscriber>>[] = [];
  for (const token of asked.tokens)
    all.push(...(await Promise.all(Array.from({ length: asked.each }, () => subscriber(asked, token)))));
  return all;
}

let all: Awaited<ReturnType<typeof crowd>> = [];
let slow: (typeof all)[number] | undefined;

const wireOf = (socket: WebSocket) => (socket as unknown as { _socket: { pause(): void; resume(): void } })._socket;

const orders: Readonly<Record<string, (about: never) => Promise<unknown>>> = {
  subscribe: async (asked: Crowd) => {
    all = await crowd(asked);
    slow = await subscriber({ ...asked, query: asked.slow.query }, asked.slow.token);
    all.push(slow);
    wireOf(slow.socket).pause();
  },
  /** Resolves when everybody who reads has the version, and the one who did not has read on. */
  until: async (version: number) => {
    if (slow) wireOf(slow.socket).resume();
    while (all.some(({ heard }) => (heard.versions.at(-1) ?? 0) < version))
      await new Promise((resolve) => setTimeout(resolve, 20));
    return all.map(({ heard }) => heard);
  },
};

process.on('message', async ({ order, about }: { order: string; about: never }) => {
  try {
    process.send?.({ answer: await orders[order]?.(about) });
  } catch (error) {
    process.send?.({ failed: String(error) });
  }
});
