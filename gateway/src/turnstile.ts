import { unless } from './deadline.ts';

/** Lets work begin in turns. */
export interface Turnstile {
  /**
   * Does `work`, at once where `isFree` says so, or else when its turn comes. Rejects when too many wait already, and
   * when `signal` fires first.
   */
  pass<T>(work: () => Promise<T>, turn: { isFree: () => boolean; signal: AbortSignal }): Promise<T>;
}

interface TurnstileOptions {
  /** How many are inside at once. */
  readonly atOnce: number;
  /** After that time the next may enter, done or not. */
  readonly patienceMs: number;
  readonly waiting: number;
  /** What those learn for whom there is no room or no time. */
  readonly refusal: () => Error;
}

/** First come, first served; between two turns, the loop serves everything else that is due. */
export function turnstile({ atOnce, patienceMs, waiting, refusal }: TurnstileOptions): Turnstile {
  const queue = new Set<() => void>();
  let inside = 0;
  const next = () => {
    const [enter] = queue;
    if (!enter || inside >= atOnce) return;
    queue.delete(enter);
    inside += 1;
    enter();
  };
  const enter = async (signal: AbortSignal): Promise<() => void> => {
    let enterNow = () => {};
    const entered = new Promise<void>((resolve) => {
      enterNow = resolve;
    });
    queue.add(enterNow);
    setImmediate(next);
    try {
      await unless(signal, entered);
    } catch {
      // Whoever left while its turn came gives the turn back.
      if (!queue.delete(enterNow)) leave();
      throw refusal();
    }
    let isInside = true;
    const leaveOnce = () => {
      if (isInside) leave();
      isInside = false;
    };
    return leaveOnce;
  };
  const leave = () => {
    inside -= 1;
    setImmediate(next);
  };
  return {
    pass: async (work, { isFree, signal }) => {
      if (isFree()) return work();
      if (queue.size >= waiting) throw refusal();
      const leaveOnce = await enter(signal);
      // Somebody before may have asked the same.
      if (isFree()) leaveOnce();
      const stopWatching = whenIdle(leaveOnce, patienceMs);
      try {
        return await work();
      } finally {
        stopWatching();
        leaveOnce();
      }
    },
  };
}

const LOOK_MS = 50;
/** The share of time that a loop with room for more is busy. */
const BUSY = 0.7;

/**
 * Calls back as soon as the loop is idle, or after `patienceMs`: then whoever is inside waits for something slow, which
 * is no reason to hold up others. The callback may be called again.
 */
function whenIdle(callback: () => void, patienceMs: number): () => void {
  const began = performance.now();
  let before = performance.eventLoopUtilization();
  const look = () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization < BUSY || performance.now() - began > patienceMs) callback();
  };
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
}
