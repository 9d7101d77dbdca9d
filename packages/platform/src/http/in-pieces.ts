import type { Socket } from 'node:net';

/** Some thirty of the smallest requests; a body of 1 MB in so many pieces costs some milliseconds more. */
const PIECE_BYTES = 4_096;

/**
 * Hands what comes on a connection to Node's parser in small pieces, and none while `isFull`; goes on when the socket is
 * resumed. Node reads 64 KB at once and makes five hundred requests of them before anybody else is served: a hundred
 * connections that did so, and left, kept the door shut for seconds.
 */
export function readInPieces(socket: Socket, isFull: () => boolean): void {
  const [parse] = socket.listeners('data') as ((bytes: Buffer) => void)[];
  if (!parse) return;
  const resume = socket.resume.bind(socket);
  let rest: Buffer | undefined;
  let isFeeding = false;

  const take = (bytes: Buffer) => {
    rest = rest ? Buffer.concat([rest, bytes]) : bytes;
    goOn();
  };
  // Node pauses the socket while an answer is not taken, and resumes it from within the parser.
  const goOn = () => {
    if (isFeeding) return;
    isFeeding = true;
    while (rest && !isFull() && !socket.isPaused() && !socket.destroyed) {
      const piece = rest.subarray(0, PIECE_BYTES);
      rest = rest.length > PIECE_BYTES ? rest.subarray(PIECE_BYTES) : undefined;
      parse(piece);
      if (isHandedOver(socket)) return handOver();
    }
    isFeeding = false;
    if (rest) socket.pause();
  };
  const handOver = () => {
    socket.off('data', take);
    socket.resume = resume;
    if (rest && !socket.destroyed) socket.unshift(rest);
  };

  socket.off('data', parse);
  socket.on('data', take);
  // Node resumes with every message and body that it has whole; not so while there is enough.
  socket.resume = () => {
    if (isFull()) return socket;
    resume();
    goOn();
    return socket;
  };
}

/** Whether the connection speaks something else from here on, or is closed: Node has taken its parser off. */
const isHandedOver = (socket: Socket): boolean => (socket as { parser?: unknown }).parser === null;
