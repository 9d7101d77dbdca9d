import type { ServerResponse } from 'node:http';

/** An answer that its client has not taken whole. */
export interface Unread {
  /** The client took some of it. */
  readonly progress: () => void;
  /** It is taken, or given up. */
  readonly release: () => void;
}

interface Held {
  readonly response: ServerResponse;
  readonly bytes: number;
}

/**
 * Counts the bytes of answers that wait for their clients, on all connections together. Beyond `maxBytes` the answer
 * that nobody has taken anything of for longest is given up, with its connection, and so on until the rest fits.
 */
export function unreadAnswers(maxBytes: number): (response: ServerResponse, bytes: number) => Unread {
  /** The one that is stuck for longest comes first. */
  const all = new Set<Held>();
  let sum = 0;
  const release = (held: Held) => {
    if (all.delete(held)) sum -= held.bytes;
  };
  const giveUp = (held: Held) => {
    release(held);
    held.response.destroy(new Error('Too many bytes of answers wait to be taken.'));
  };
  return (response, bytes) => {
    const held = { response, bytes };
    all.add(held);
    sum += bytes;
    for (const stuck of all) if (sum > maxBytes) giveUp(stuck);
    return {
      progress: () => {
        if (all.delete(held)) all.add(held);
      },
      release: () => release(held),
    };
  };
}
