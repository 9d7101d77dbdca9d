import type { WebSocket } from 'ws';

/** Closing codes of the protocol (graphql-transport-ws) and ours. */
export const CLOSE = { unauthorized: 4401, tooMany: 4429, drained: 4503, unavailable: 4503 } as const;

/** Lets one result at a time go out on a connection: while it is on its way, what comes after can still be replaced. */
export function oneAtATime(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    let release = () => {};
    last = new Promise((resolve) => (release = resolve));
    await before;
    return release;
  };
}

/**
 * Sends a text; resolves when the system has taken it. A client that lets answers to its own messages pile up beyond
 * `mostUnread` bytes loses its connection.
 */
export function sendTo(socket: WebSocket, mostUnread: number): (text: string) => Promise<void> {
  return (text) => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > mostUnread) {
      socket.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => socket.send(text, () => resolve()));
  };
}
