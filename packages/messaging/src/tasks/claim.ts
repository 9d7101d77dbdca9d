import type pg from 'pg';
import { type Clock, type Task, type TaskRow, taskOf, timeBy, timeOf } from './task.ts';

/** How many of a name may be taken now. */
export interface Room {
  readonly name: string;
  readonly free: number;
}

/** What was taken, and how long until there is more to take: `null` when nothing waits. */
export interface Claim {
  readonly tasks: readonly Task[];
  readonly nextInMs: number | null;
}

/** How long a task belongs to whoever took it; a worker that lives renews before that is over. */
export const LEASE_SECONDS = 30;

const NOW = timeBy('$4');

// Both looks go down an index by name and time, so what waits for later costs nothing.
const CLAIM = `
  WITH room AS (SELECT * FROM unnest($1::text[], $2::int[]) AS room (name, free)),
  due AS (
    SELECT taken.name, taken.key FROM room CROSS JOIN LATERAL (
      SELECT name, key FROM messaging.task
      WHERE name = room.name AND run_at <= ${NOW} AND (lease IS NULL OR lease <> ALL ($3::uuid[]))
      ORDER BY run_at LIMIT room.free FOR UPDATE SKIP LOCKED) AS taken),
  claimed AS (
    UPDATE messaging.task SET lease = gen_random_uuid(), run_at = ${NOW} + make_interval(secs => $5)
    FROM due WHERE task.name = due.name AND task.key = due.key
    RETURNING task.id, task.name, task.key, payload, headers, due_at, attempts, lease)
  SELECT (SELECT json_agg(claimed ORDER BY due_at) FROM claimed) AS claimed,
    (SELECT extract(epoch FROM min(next.run_at) - ${NOW})::float8 FROM room CROSS JOIN LATERAL (
      SELECT run_at FROM messaging.task
      WHERE name = room.name AND (lease IS NULL OR lease <> ALL ($3::uuid[])) ORDER BY run_at LIMIT 1) AS next) AS seconds`;

/** Takes what is due, and whatever a worker that is gone has left; `running` are the leases held here. */
export async function claim(
  pool: pg.Pool,
  rooms: readonly Room[],
  running: readonly string[],
  clock: Clock,
  leaseSeconds: number,
): Promise<Claim> {
  const values = [rooms.map(({ name }) => name), rooms.map(({ free }) => free), running, timeOf(clock), leaseSeconds];
  const { rows } = await pool.query<{ claimed: TaskRow[] | null; seconds: number | null }>({
    name: 'tasks-claim',
    text: CLAIM,
    values,
  });
  const { claimed, seconds } = rows[0] ?? { claimed: null, seconds: null };
  return { tasks: (claimed ?? []).map(taskOf), nextInMs: seconds === null ? null : seconds * 1000 };
}
