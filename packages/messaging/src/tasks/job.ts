import { codesIn, failureOf } from '@fieldhouse/platform';
import type pg from 'pg';
import { answers } from '../consumer/failure.ts';
import { outlastOutages } from '../consumer/reactor.ts';
import type { Desk } from './desk.ts';
import { bury, putBack, removeJob, renew } from './settle.ts';
import type { Task } from './task.ts';
import { within } from './within.ts';

/** How a job is done. */
export interface Job {
  /** Does it, outside of any transaction; it may have been done already by a worker that is gone. */
  readonly run: (task: Task, signal: AbortSignal) => Promise<void>;
  /** Tries before it is set aside. */
  readonly attempts: number;
  /** How long one try may take. */
  readonly timeoutMs: number;
  /** How many of its name run at once in one process. */
  readonly atOnce: number;
}

/** Does a job, keeping others away meanwhile. */
export async function perform<Tx>(job: Job, task: Task, desk: Desk<Tx>): Promise<void> {
  const lost = new AbortController();
  const renewal = setInterval(() => void keep(task, desk, lost), (desk.leaseSeconds * 1000) / 3);
  try {
    await within(job.timeoutMs, [desk.giveUp, lost.signal], (signal) => job.run(task, signal));
  } catch (error) {
    return failed(job, task, error, desk);
  } finally {
    clearInterval(renewal);
  }
  await outlastOutages({ ...desk, group: desk.service }, desk.giveUp, () => removeJob(desk.pool, task, desk.clock));
}

/** A lease that cannot be renewed just now may still be ours; one that somebody else has is not. */
async function keep<Tx>(task: Task, { pool, leaseSeconds, clock }: Desk<Tx>, lost: AbortController): Promise<void> {
  const isKept = await renew(pool, task, leaseSeconds, clock).catch(() => true);
  if (!isKept) lost.abort();
}

async function failed<Tx>(job: Job, task: Task, error: unknown, desk: Desk<Tx>): Promise<void> {
  const { pool, log, clock, giveUp } = desk;
  const { name, key, attempts } = task;
  if (giveUp.aborted) return putBack(pool, task, { failures: 0, delayMs: 0 }, clock);
  if (await isOurOutage(error, pool)) return putBack(pool, task, { failures: 0, delayMs: pauseAfter(3) }, clock);
  if (attempts + 1 < job.attempts) {
    log.warn({ error, job: name, key, attempt: attempts + 1 }, 'job failed, trying again');
    return putBack(pool, task, { failures: 1, delayMs: pauseAfter(attempts + 1) }, clock);
  }
  log.error({ error, job: name, key }, 'job set aside as a dead letter');
  return bury(task, error, desk);
}

/** Ours to mend, so it counts for no attempt; a provider that is away does count. */
const isOurOutage = async (error: unknown, pool: pg.Pool): Promise<boolean> =>
  codesIn(error).includes('SERVICE_UNAVAILABLE') || failureOf(error) === 'conflict' || !(await answers(pool));

/** 1 s, 2 s, 4 s and so on up to five minutes, each between half and whole. */
const pauseAfter = (attempts: number): number =>
  Math.min(300_000, 1_000 * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);
