import type pg from 'pg';
import { describeFailure } from '../consumer/failure.ts';
import type { Sql } from '../database/sql.ts';
import { eraseMentioned } from '../dead-letters/erasure.ts';
import type { Desk } from './desk.ts';
import { type Clock, lettersOf, type Task, timeBy, timeOf } from './task.ts';

const OWN = 'name = $1 AND key = $2 AND id = $3::uuid AND lease = $4::uuid';
const ownOf = ({ name, key, id, lease }: Task) => [name, key, id, lease];

// What was enqueued again meanwhile waited for this one, and is due now.
const successor = (time: string) => `successor AS (
  UPDATE messaging.task SET lease = NULL, run_at = ${timeBy(time)}
  WHERE name = $1 AND key = $2 AND id <> $3::uuid AND lease = $4::uuid)`;

/** Removes a timer in the transaction of its effects; false when it was moved, cancelled or taken over meanwhile. */
export async function removeTimer(sql: Sql, timer: Task): Promise<boolean> {
  const removed = await sql(`DELETE FROM messaging.task WHERE ${OWN} RETURNING id::text`, ownOf(timer));
  return removed.length > 0;
}

/** Removes a job that is done. */
export async function removeJob(pool: pg.Pool, job: Task, clock: Clock): Promise<void> {
  await pool.query(`WITH ${successor('$5')} DELETE FROM messaging.task WHERE ${OWN}`, [...ownOf(job), timeOf(clock)]);
}

/** Gives a task back, for another try after a while; `failures` says how many the try counts for. */
export async function putBack(
  pool: pg.Pool,
  task: Task,
  { failures, delayMs }: { failures: number; delayMs: number },
  clock: Clock,
): Promise<void> {
  await pool.query(PUT_BACK, [...ownOf(task), timeOf(clock), failures, delayMs / 1000]);
}

const PUT_BACK = `
  WITH ${successor('$5')}
  UPDATE messaging.task SET lease = NULL, attempts = attempts + $6, run_at = ${timeBy('$5')} + make_interval(secs => $7)
  WHERE ${OWN}`;

/** Prolongs a lease; false when it is lost. */
export async function renew(
  pool: pg.Pool,
  { name, key, lease }: Task,
  seconds: number,
  clock: Clock,
): Promise<boolean> {
  const { rowCount } = await pool.query(RENEW, [name, key, lease, timeOf(clock), seconds]);
  return rowCount === 1;
}

const RENEW = `
  UPDATE messaging.task SET run_at = ${timeBy('$4')} + make_interval(secs => $5)
  WHERE name = $1 AND key = $2 AND lease = $3::uuid`;

/** Sets a task aside for people to look at; what it says of people who were deleted meanwhile is not kept. */
export async function bury<Tx>(
  task: Task,
  error: unknown,
  { service, transact, erasure, clock }: Desk<Tx>,
): Promise<void> {
  const values = [...ownOf(task), timeOf(clock), lettersOf(service), service, describeFailure(error)];
  await transact(async (_, sql) => {
    const letters = await sql(BURY, values);
    if (erasure && letters.length > 0) await eraseMentioned(sql, erasure, task.id);
  });
}

const BURY = `
  WITH ${successor('$5')},
  gone AS (DELETE FROM messaging.task WHERE ${OWN} RETURNING *)
  INSERT INTO messaging.dead_letter
    (consumer, id, topic, key, type, sequence, source, occurred_at, payload, headers, error, attempts)
  SELECT $6, id, kind, key, name, 0, $7, due_at, payload, headers, $8, attempts + 1 FROM gone
  ON CONFLICT (consumer, id) DO UPDATE SET error = excluded.error, failed_at = now(), replayed_at = NULL,
    attempts = dead_letter.attempts + excluded.attempts
  RETURNING id::text`;

/** Puts back the dead letters for which that was asked; one whose name and key is taken again waits until that is done. */
export async function replayTasks(pool: pg.Pool, service: string, clock: Clock): Promise<number> {
  const { rowCount } = await pool.query(REPLAY, [lettersOf(service), timeOf(clock)]);
  return rowCount ?? 0;
}

const REPLAY = `
  WITH asked AS (
    SELECT min(number) AS number FROM messaging.dead_letter
    WHERE consumer = $1 AND replay_requested_at IS NOT NULL GROUP BY type, key),
  letter AS (
    UPDATE messaging.dead_letter AS letter SET replayed_at = now(), replay_requested_at = NULL
    FROM asked WHERE letter.number = asked.number AND consumer = $1 AND replay_requested_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM messaging.task WHERE name = letter.type AND key = letter.key)
    RETURNING letter.*)
  INSERT INTO messaging.task (name, key, kind, id, due_at, run_at, payload, headers)
  SELECT type, key, topic, id, occurred_at, ${timeBy('$2')}, payload, headers FROM letter`;
