import { unless } from './deadline.ts';

/** Lets work begin in turns. */
export interface Turnstile {
  /**
   * Does `work`, at once where `isFree` says so, or else when its turn comes, the smallest first. Rejects when too many
   * wait already, and when `signal` fires first.
   */
  pass<T>(work: () => Promise<T>, turn: Passing): Promise<T>;
}

interface Passing {
  readonly isFree: () => boolean;
  /** The room that the work takes. */
  readonly size: number;
  readonly signal: AbortSignal;
}

interface TurnstileOptions {
  /** The room inside; who is larger than that goes in alone. */
  readonly room: number;
  /** After that time the next may enter, done or not. */
  readonly patienceMs: number;
  readonly waiting: number;
  /** How often it is looked whether the loop is idle. */
  readonly lookMs?: number;
  /** What those learn for whom there is no room or no time. */
  readonly refusal: () => Error;
}

interface Waiting {
  readonly size: number;
  /** Small ones overtake, but nobody is overtaken for ever: each unit of size is a millisecond of patience. */
  readonly due: number;
  readonly enter: () => void;
}

/** The smallest first; between two turns, the loop serves everything else that is due. */
export function turnstile({ room, patienceMs, waiting, lookMs = LOOK_MS, refusal }: TurnstileOptions): Turnstile {
  const queue: Waiting[] = [];
  let taken = 0;
  let isNextDue = false;
  // One enters in one turn of the loop, however many came or left in the last.
  const letNextIn = () => {
    if (isNextDue) return;
    isNextDue = true;
    setImmediate(next);
  };
  const next = () => {
    isNextDue = false;
    const [first] = queue;
    if (!first || (taken > 0 && taken + first.size > room)) return;
    queue.shift();
    taken += first.size;
    letNextIn();
    first.enter();
  };
  const leave = (size: number) => {
    taken -= size;
    letNextIn();
  };
  const enter = async (asked: number, signal: AbortSignal): Promise<() => void> => {
    // Whole numbers, for what fractions leave behind would keep the room from ever being empty.
    const size = Math.ceil(asked);
    const due = performance.now() + size;
    let enterNow = () => {};
    const entered = new Promise<void>((resolve) => {
      enterNow = resolve;
    });
    const waiter = { size, due, enter: enterNow };
    const before = queue.findIndex((it) => it.due > due);
    queue.splice(before < 0 ? queue.length : before, 0, waiter);
    letNextIn();
    try {
      await unless(signal, entered);
    } catch {
      const at = queue.indexOf(waiter);
      // Whoever left while its turn came gives the turn back.
      if (at < 0) leave(size);
      else queue.splice(at, 1);
      throw refusal();
    }
    let isInside = true;
    return () => {
      if (isInside) leave(size);
      isInside = false;
    };
  };
  return {
    pass: async (work, { isFree, size, signal }) => {
      if (isFree()) return work();
      if (queue.length >= waiting) throw refusal();
      const leaveOnce = await enter(size, signal);
      // Somebody before may have asked the same.
      if (isFree()) leaveOnce();
      const stopWatching = whenIdle(leaveOnce, { patienceMs, lookMs });
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
function whenIdle(callback: () => void, { patienceMs, lookMs }: { patienceMs: number; lookMs: number }): () => void {
  const began = performance.now();
  let before = performance.eventLoopUtilization();
  const look = () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization < BUSY || performance.now() - began > patienceMs) callback();
  };
  const timer = setInterval(look, lookMs);
  return () => clearInterval(timer);
}
