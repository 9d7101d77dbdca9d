import { failureOf } from '../consumer/failure.ts';
import type { Sql } from '../database/sql.ts';
import { backoff } from '../waiting/backoff.ts';
import type { Desk } from './desk.ts';
import { bury, putBack, removeTimer } from './settle.ts';
import type { Task } from './task.ts';
import { within } from './within.ts';

/**
 * What happens when a timer is due, in a transaction; throwing undoes it. What is announced in turn is written by the
 * function that it resolves with, last.
 */
export type Timer<Tx> = (task: Task, tx: Tx, sql: Sql) => Promise<(sql: Sql) => Promise<unknown>>;

/** Attempts before a timer is set aside: two transactions that meet are nobody's fault. */
const MAX_ATTEMPTS = { conflict: 10, fault: 5 };
const MOST_MILLISECONDS = 60_000;

/** Moved, cancelled or taken over while its effects were prepared: they are undone. */
class Withdrawn extends Error {}

/** Fires a timer: its effects, its removal and what it announces commit together. */
export async function fire<Tx>(timer: Timer<Tx>, task: Task, desk: Desk<Tx>): Promise<void> {
  try {
    await within(MOST_MILLISECONDS, [desk.giveUp], () =>
      desk.transact(async (tx, sql) => {
        const announce = await timer(task, tx, sql);
        // Not before: whoever cancels holds what the timer is about, and would wait for us as we for them.
        if (!(await removeTimer(sql, task))) throw new Withdrawn();
        await announce(sql);
      }),
    );
  } catch (error) {
    if (!(error instanceof Withdrawn)) await failed(task, error, desk);
  }
}

async function failed<Tx>(task: Task, error: unknown, { pool, service, log, clock, giveUp }: Desk<Tx>): Promise<void> {
  const failure = giveUp.aborted ? 'outage' : await failureOf(error, pool);
  const { name, key, attempts } = task;
  if (failure === 'outage') return putBack(pool, task, { failures: 0, delayMs: backoff(7) }, clock);
  if (attempts + 1 < MAX_ATTEMPTS[failure]) {
    log.warn({ error, timer: name, key, attempt: attempts + 1 }, 'timer failed, trying again');
    return putBack(pool, task, { failures: 1, delayMs: 4 * backoff(attempts + 1) }, clock);
  }
  log.error({ error, timer: name, key }, 'timer set aside as a dead letter');
  return bury(pool, service, task, error, clock);
}
