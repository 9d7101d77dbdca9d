import { Unavailable } from './errors.ts';

/** Runs work of a kind when there is room for it. */
export type Limiter = <T>(kind: string, work: () => Promise<T>) => Promise<T>;

interface Waiting {
  readonly kind: string;
  readonly go: () => void;
}

/**
 * Lets so much work run at once, and less of one kind: where one kind is held up, such as by a lock, there is room for the
 * others. The rest waits in order, for a while.
 */
export function createLimiter(room: { atOnce: number; ofOneKind: number; patienceMs: number }): Limiter {
  const running = new Map<string, number>();
  const waiting: Waiting[] = [];
  const total = () => [...running.values()].reduce((sum, count) => sum + count, 0);
  const hasRoom = (kind: string) => total() < room.atOnce && (running.get(kind) ?? 0) < room.ofOneKind;
  const enter = (kind: string) => running.set(kind, (running.get(kind) ?? 0) + 1);

  function leave(kind: string): void {
    const left = (running.get(kind) ?? 1) - 1;
    if (left > 0) running.set(kind, left);
    else running.delete(kind);
    const next = waiting.findIndex((it) => hasRoom(it.kind));
    if (next >= 0) waiting.splice(next, 1)[0]?.go();
  }

  const turn = (kind: string) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(me), 1);
        reject(new Unavailable('Too many changes wait'));
      }, room.patienceMs);
      const go = () => {
        clearTimeout(timer);
        enter(kind);
        resolve();
      };
      const me = { kind, go };
      waiting.push(me);
    });

  return async (kind, work) => {
    if (hasRoom(kind)) enter(kind);
    else await turn(kind);
    try {
      return await work();
    } finally {
      leave(kind);
    }
  };
}
