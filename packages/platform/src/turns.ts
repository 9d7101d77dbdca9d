/** Work on the one loop that serves everybody, done in turns. */
export interface Turns {
  /** Does `work` when its turn comes, small pieces before large ones; rejects with the signal's reason when it fires before. */
  take<T>(work: () => T, turn: Turn): Promise<T>;
}

interface Turn {
  /** How large the work is: characters, values, of whatever grows with it. */
  readonly size: number;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly due: number;
  readonly begin: () => void;
}

/** Small pieces overtake, but nobody is overtaken for ever: so much size is a millisecond of patience. */
const SIZE_PER_MS = 100;

/** Less than this is nothing to rest after. */
const SHORT_MS = 1;
/** Of what the work took. Others take some twenty steps for an answer, of which few then meet a piece. */
const REST = 1;
/** A process that had to wait for its processor has not worked. */
const LONGEST_REST_MS = 10;

/**
 * One piece of work at a time, and after it the loop is everybody else's for as long as the piece took: what others
 * do takes many small steps, and must not wait for a piece at each of them. What follows a piece before anything is
 * waited for counts as its own.
 */
export function createTurns(pause: Pause = rest): Turns {
  const waiting: Waiting[] = [];
  let isUnderWay = false;
  const beginNext = () => {
    const next = waiting.shift();
    isUnderWay = next !== undefined;
    if (!next) return;
    const began = performance.now();
    next.begin();
    // The first tick after all promises that are settled by now.
    queueMicrotask(() => process.nextTick(() => pause(performance.now() - began, beginNext)));
  };
  const enter = (entry: Waiting) => {
    waiting.splice(placeFor(entry, waiting), 0, entry);
    if (isUnderWay) return;
    isUnderWay = true;
    setImmediate(beginNext);
  };
  const leave = (entry: Waiting) => {
    const at = waiting.indexOf(entry);
    if (at >= 0) waiting.splice(at, 1);
  };
  return {
    take: (work, { size, signal }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const giveUp = () => {
          leave(entry);
          reject(signal?.reason);
        };
        const begin = () => {
          signal?.removeEventListener('abort', giveUp);
          try {
            resolve(work());
          } catch (error) {
            reject(error);
          }
        };
        const entry = { due: performance.now() + size / SIZE_PER_MS, begin };
        signal?.addEventListener('abort', giveUp, { once: true });
        enter(entry);
      }),
  };
}

/** Goes on some time after work that took so many milliseconds. */
type Pause = (worked: number, next: () => void) => void;

function rest(worked: number, next: () => void): void {
  if (worked < SHORT_MS) setImmediate(next);
  else setTimeout(next, Math.min(worked * REST, LONGEST_REST_MS));
}

/** Behind all that are due before. */
function placeFor({ due }: Waiting, waiting: readonly Waiting[]): number {
  let [from, to] = [0, waiting.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((waiting[middle]?.due ?? 0) <= due) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The turns of this process. */
export const turns: Turns = createTurns();
