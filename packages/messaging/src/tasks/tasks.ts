import { setTimeout as delay } from 'node:timers/promises';
import { backoff, pause } from '../waiting/backoff.ts';
import { type Bell, createBell } from '../waiting/bell.ts';
import { every } from '../waiting/every.ts';
import { claim, LEASE_SECONDS } from './claim.ts';
import type { Desk } from './desk.ts';
import { type Job, perform } from './job.ts';
import { replayTasks } from './settle.ts';
import { type Clock, type Task, timeBy, timeOf } from './task.ts';
import { fire, type Timer } from './timer.ts';

/** What a service does later, by name. */
export interface TasksOptions<Tx> extends Omit<Desk<Tx>, 'clock' | 'leaseSeconds' | 'giveUp'> {
  readonly timers: Readonly<Record<string, Timer<Tx>>>;
  readonly jobs: Readonly<Record<string, Job>>;
  /** Only for tests: what counts as now. */
  readonly clock?: Clock | undefined;
  readonly leaseSeconds?: number;
}

/** A service's timers and jobs at work. */
export interface Tasks {
  /** Says that something was committed which is due then, by the caller's clock; without a time, that the clock was set. */
  wake(at?: Date): void;
  /** How many timers are due and have not fired; those that wait after a failure are not counted. */
  overdue(): Promise<number>;
  /** Finishes what is under way if that is soon; the rest waits in the table, for any instance. */
  stop(): Promise<void>;
}

const POLL_MILLISECONDS = 2_000; // for what other instances left
const REPLAY_MILLISECONDS = 1_000;
const LEAST_MILLISECONDS = 50; // when another instance is at what is due
const GRACE_MILLISECONDS = 2_000;
const TIMERS_AT_ONCE = 2; // of a name: reactions need connections too

/** Starts to work off what is due. Any number of instances share it: each task has one worker at a time. */
export async function startTasks<Tx>(options: TasksOptions<Tx>): Promise<Tasks> {
  const { pool, service, clock, database, timers, jobs } = options;
  const names = [...Object.keys(timers), ...Object.keys(jobs)];
  await tellUnknown(options, names);
  if (names.length === 0) return { wake: () => undefined, overdue: async () => 0, stop: async () => undefined };
  const stopping = new AbortController();
  const giveUp = new AbortController();
  const bell = createBell();
  const desk = { clock: undefined, leaseSeconds: LEASE_SECONDS, ...options, giveUp: giveUp.signal };
  const round = { desk, bell, stopping: stopping.signal, running: new Map<string, Running>(), nextLookAt: 0 };
  const done = workOff(round, options);
  const failed = (error: unknown) => database.failed('dead letters of timers and jobs', error);
  const replays = every(
    REPLAY_MILLISECONDS,
    async () => {
      if ((await replayTasks(pool, service, clock)) > 0) bell.ring();
      database.worked('dead letters of timers and jobs');
    },
    failed,
  );
  return {
    wake(at) {
      const inMs = at ? at.getTime() - (clock?.().getTime() ?? Date.now()) : 0;
      if (Date.now() + inMs < round.nextLookAt) bell.ring();
    },
    overdue: async () => Number((await pool.query(OVERDUE, [Object.keys(timers), timeOf(clock)])).rows[0]?.count),
    async stop() {
      stopping.abort();
      bell.ring();
      await Promise.all([done, replays.stop()]);
      const finished = Promise.all([...round.running.values()].map((it) => it.done));
      await Promise.race([finished, delay(GRACE_MILLISECONDS, undefined, { ref: false })]);
      giveUp.abort();
      await finished;
    },
  };
}

const OVERDUE = `
  SELECT count(*) AS count FROM messaging.task
  WHERE name = ANY ($1) AND (run_at <= ${timeBy('$2')} OR lease IS NOT NULL)`;

interface Running {
  readonly name: string;
  readonly done: Promise<void>;
}

interface Round<Tx> {
  readonly desk: Desk<Tx>;
  readonly bell: Bell;
  readonly stopping: AbortSignal;
  /** By lease. */
  readonly running: Map<string, Running>;
  /** A commit of something that is due later than this needs no ring. */
  nextLookAt: number;
}

async function workOff<Tx>(round: Round<Tx>, options: Pick<TasksOptions<Tx>, 'timers' | 'jobs'>): Promise<void> {
  const { bell, stopping, desk } = round;
  let failures = 0;
  while (!stopping.aborted) {
    round.nextLookAt = Number.POSITIVE_INFINITY; // whatever is committed during the look may be missed by it
    try {
      const waitMs = await look(round, options);
      round.nextLookAt = Date.now() + waitMs;
      failures = 0;
      desk.database.worked('timers and jobs');
      if (waitMs > 0) await bell.wait(waitMs);
    } catch (error) {
      failures++;
      desk.database.failed('timers and jobs', error);
      await pause(backoff(failures), stopping);
    }
  }
}

/** Begins what is due, as far as there is room; resolves with how long to wait before the next look. */
async function look<Tx>(
  round: Round<Tx>,
  { timers, jobs }: Pick<TasksOptions<Tx>, 'timers' | 'jobs'>,
): Promise<number> {
  const { desk, running } = round;
  const taken = (name: string) => [...running.values()].filter((it) => it.name === name).length;
  const rooms = [
    ...Object.keys(timers).map((name) => ({ name, free: TIMERS_AT_ONCE - taken(name) })),
    ...Object.entries(jobs).map(([name, { atOnce }]) => ({ name, free: atOnce - taken(name) })),
  ].filter(({ free }) => free > 0);
  if (rooms.length === 0) return POLL_MILLISECONDS;
  const { tasks, nextInMs } = await claim(desk.pool, rooms, [...running.keys()], desk.clock, desk.leaseSeconds);
  for (const task of tasks) begin(round, task, work(task));
  if (tasks.length > 0) return 0;
  return Math.max(LEAST_MILLISECONDS, Math.min(POLL_MILLISECONDS, nextInMs ?? POLL_MILLISECONDS));

  function work(task: Task): Promise<void> {
    const timer = timers[task.name];
    return timer ? fire(timer, task, desk) : perform(jobs[task.name] as Job, task, desk);
  }
}

/** Keeps note of what is under way. If not even its failure can be written down, its lease ends. */
function begin<Tx>({ running, bell, desk }: Round<Tx>, { lease, name, key }: Task, work: Promise<void>): void {
  const done = work
    .catch((error: unknown) => desk.log.warn({ error, name, key }, 'what was due is left for another try'))
    .finally(() => {
      running.delete(lease);
      bell.ring();
    });
  running.set(lease, { name, done });
}

/** What nobody does any more stays, for whoever brings it back. */
async function tellUnknown<Tx>({ pool, service, log }: TasksOptions<Tx>, names: readonly string[]): Promise<void> {
  const { rows } = await pool.query(UNKNOWN, [names]);
  for (const { name, count } of rows)
    log.warn({ service, name, count: Number(count) }, 'timers or jobs are kept that nothing in here knows');
}

const UNKNOWN =
  'SELECT name, count(*) AS count FROM messaging.task WHERE NOT name = ANY ($1) GROUP BY name ORDER BY name';
