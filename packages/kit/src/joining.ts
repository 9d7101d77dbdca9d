import type { Logger } from '@fieldhouse/platform';

/** Something that runs and can be ended. */
interface Stoppable {
  stop(): Promise<void>;
}

interface Joining {
  /** How long the opening waits; who has not joined by then joins while requests are served. */
  readonly patienceMs?: number;
  readonly log: Logger;
}

const PATIENCE_MS = 3_000;
const AGAIN_MS = 1_000;
const LAST_WAIT_MS = 5_000;

/**
 * Joins those who hear of events. A transport that hangs does not hold up the opening: what is announced waits in the
 * outboxes, and what others announced is taken in once it answers. A failure at once is the caller's.
 */
export async function joinInTime(
  join: () => Promise<Stoppable | null>,
  { patienceMs = PATIENCE_MS, log }: Joining,
): Promise<Stoppable> {
  let isStopping = false;
  let isLate = false;
  const persistently = async (): Promise<Stoppable | null> => {
    for (;;) {
      try {
        return await join();
      } catch (error) {
        if (!isLate || isStopping) throw error;
        log.warn({ error }, 'events cannot be heard yet, trying again');
        await settledWithin(AGAIN_MS, new Promise(() => undefined));
      }
    }
  };
  const joined = persistently();
  isLate = !(await settledWithin(patienceMs, joined));
  if (isLate) log.warn({}, 'events are not heard yet: opening without');
  return {
    async stop() {
      isStopping = true;
      const ended = joined.then((it) => it?.stop()).catch(() => undefined);
      if (isLate) await settledWithin(LAST_WAIT_MS, ended);
      else await ended;
    },
  };
}

/** Waits, but not for ever; whether `work` was done by then. Rejects as `work` does. */
export async function settledWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

const ANSWER_MS = 2_000;

/** What is asked of a part whose answer nobody waits for long: no answer is no. */
export const isTrueInTime = async (asked: Promise<boolean>): Promise<boolean> =>
  (await settledWithin(ANSWER_MS, asked).catch(() => false)) && asked.catch(() => false);
