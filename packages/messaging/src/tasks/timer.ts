import { blame } from '../consumer/failure.ts';
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

/** Faults before a timer is set aside; what passes, outages and conflicts, counts for none. */
const MAX_FAULTS = 5;
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
    desk.database.worked(`timer ${task.name}`);
  } catch (error) {
    if (!(error instanceof Withdrawn)) await failed(task, error, desk);
  }
}

async function failed<Tx>(task: Task, error: unknown, desk: Desk<Tx>): Promise<void> {
  const { pool, log, clock, giveUp, database } = desk;
  const { name, key, attempts } = task;
  if (giveUp.aborted) return putBack(pool, task, { failures: 0, delayMs: 0 }, clock);
  const failure = await blame(error, pool);
  if (failure === 'outage') database.failed(`timer ${name}`, error);
  if (failure !== 'fault')
    return putBack(pool, task, { failures: 0, delayMs: backoff(failure === 'outage' ? 7 : 3) }, clock);
  if (attempts + 1 < MAX_FAULTS) {
    log.warn({ error, timer: name, key, attempt: attempts + 1 }, 'timer failed, trying again');
    return putBack(pool, task, { failures: 1, delayMs: 4 * backoff(attempts + 1) }, clock);
  }
  log.error({ error, timer: name, key }, 'timer set aside as a dead letter');
  return bury(task, error, desk);
}
