import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of one address, the one longest unused first, with how many requests each is at. */
type Held = Map<Socket, number>;

/**
 * Bounds what one address may hold open. One connection too many closes the one that has rested longest; only when
 * all of them are at work is the new one turned away. Closed connections are forgotten.
 */
export function boundConnections(server: Server, maxPerAddress: number, hasUpgrades = false): void {
  const addresses = new Map<string, Held>();
  const heldBy = (socket: Socket) => addresses.get(socket.remoteAddress ?? '') ?? new Map<Socket, number>();

  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const held: Held = addresses.get(address) ?? new Map();
    if (held.size >= maxPerAddress && !makeRoom(held)) return void socket.destroy();
    addresses.set(address, held.set(socket, 0));
    socket.once('close', () => {
      held.delete(socket);
      if (held.size === 0 && addresses.get(address) === held) addresses.delete(address);
    });
  });

  const atWork = ({ socket }: IncomingMessage, response: ServerResponse) => {
    const held = heldBy(socket);
    held.set(socket, (held.get(socket) ?? 0) + 1);
    response.once('close', () => rest(held, socket));
  };
  // Whoever speaks something else from now on is at work for as long as it lasts.
  // Where nobody listens for them, Node passes over such wishes.
  if (hasUpgrades) server.on('upgrade', ({ socket }) => void heldBy(socket).set(socket, 1));
  server.on('request', atWork).on('checkContinue', atWork).on('checkExpectation', atWork);
}

/** One request less; what was used last goes to the end. */
function rest(held: Held, socket: Socket): void {
  const underWay = held.get(socket);
  if (underWay === undefined) return;
  held.delete(socket);
  held.set(socket, underWay - 1);
}

function makeRoom(held: Held): boolean {
  for (const [socket, underWay] of held) {
    if (underWay > 0) continue;
    held.delete(socket);
    socket.destroy();
    return true;
  }
  return false;
}
