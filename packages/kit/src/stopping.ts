import { within } from '@fieldhouse/platform';
import type { Databases } from './databases.ts';

/** How long what is under way may go on once it is to stop, and then, undone, to notice. */
const FINISHING_MS = 5_000;
const NOTICING_MS = 1_000;

/** How something at work ends. */
export interface Stoppable {
  /** Ends what it does of itself, such as reactions, timers and jobs: what is under way is finished. It still answers. */
  readonly rest: () => Promise<void>;
  /** Comes to rest, then lets go of everything. */
  readonly stop: () => Promise<void>;
}

/** Stops subgraphs of one process, which ask each other: all of them come to rest before the first stops answering. */
export async function stopSubgraphs(running: Iterable<Stoppable>): Promise<void> {
  const all = [...running];
  await Promise.all(all.map((subgraph) => subgraph.rest()));
  await Promise.all(all.map((subgraph) => subgraph.stop()));
}

/**
 * How a subgraph ends: what it does of itself first, since that may need the rest. All within seconds, whatever holds a lock or does not
 * answer: what cannot finish is undone, and done by the next start.
 */
export function stopping(
  background: () => Promise<void>,
  parts: readonly { stop(): Promise<void> }[],
  databases: Pick<Databases, 'close'>,
): Stoppable {
  const leftMs = countdown(FINISHING_MS);
  const endBackground = once(background);
  return {
    rest: () => within(leftMs(), endBackground()).catch(() => undefined),
    stop: async () => {
      const finished = endInTurn([endBackground, ...parts.map((part) => () => part.stop())]);
      await within(Math.max(leftMs(), NOTICING_MS), finished).catch(() => undefined);
      await databases.close(NOTICING_MS);
      await within(NOTICING_MS, finished).catch(() => undefined);
    },
  };
}

async function endInTurn(ends: readonly (() => Promise<void>)[]): Promise<void> {
  for (const end of ends) await end();
}

/** Does something once, however often it is asked for. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

/** Of so many milliseconds, counted from the first time that it is asked, how many are left. */
function countdown(milliseconds: number): () => number {
  let end: number | undefined;
  return () => {
    end ??= Date.now() + milliseconds;
    return end - Date.now();
  };
}
