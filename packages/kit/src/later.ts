import { type Sql, type TaskChange, writeTasks } from '@fieldhouse/messaging';
import type { Later, Resources } from './context.ts';
import type { ReactionResources } from './reactions.ts';
import { type Trace, withoutActor } from './trace.ts';

/** What a timer works with: the transaction that also removes it, and the subgraph's resources. */
export type TimerResources<Db> = ReactionResources<Db> & {
  readonly key: string;
  /** When it was to fire: it may be later than that now. */
  readonly dueAt: Date;
};

// `never` takes every payload: a timer reads what was scheduled under its name.
type TimerHandler<Db> = (payload: never, resources: TimerResources<Db>) => Promise<void>;

/** What happens at a time, by name. */
export type Timers<Db> = Readonly<Record<string, TimerHandler<Db>>>;

/** What a job works with: no transaction is open while it talks to the world. */
export type JobResources<Db> = Resources<Db> & {
  readonly key: string;
  /** The same in every attempt: what a provider takes for an idempotency key. */
  readonly id: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Aborted when its time is over: give it to `fetch`. */
  readonly signal: AbortSignal;
};

/** How a job is done. It may run again after it was done, when a worker died before it could say so. */
export interface JobHandler<Db> {
  readonly run: (payload: never, resources: JobResources<Db>) => Promise<void>;
  /** Tries, with longer and longer pauses, before it becomes a dead letter; 12 take about half an hour. */
  readonly attempts?: number;
  /** How long one try may take; 30 s. */
  readonly timeoutMs?: number;
  /** How many of its name run at once in one process; 4. */
  readonly atOnce?: number;
}

/** What is done outside of transactions, by name. */
export type Jobs<Db> = Readonly<Record<string, JobHandler<Db>>>;

/** Declares the timers. Each fires once, with its effects in one transaction, and late rather than never. */
export const defineTimers = <Db>(timers: Timers<Db>): Timers<Db> => timers;

/** Declares the jobs: calls to the world outside, which may fail, hang and be repeated. */
export const defineJobs = <Db>(jobs: Jobs<Db>): Jobs<Db> => jobs;

/** The names that may be scheduled and enqueued, and what counts as now where that is not the database's clock. */
export interface Agenda {
  readonly timers: ReadonlySet<string>;
  readonly jobs: ReadonlySet<string>;
  readonly clock: (() => Date) | undefined;
}

/** The agenda of a subgraph; throws for a name that is none, or is both. */
export function agendaOf(timers: Timers<never> = {}, jobs: Jobs<never> = {}, clock?: () => Date): Agenda {
  const names = [...Object.keys(timers), ...Object.keys(jobs)];
  for (const name of names) {
    if (!/^[a-z]\w{0,99}$/i.test(name)) throw new Error(`"${name}" is no name for a timer or job`);
    if (name in timers && name in jobs) throw new Error(`${name} is a timer and a job: one name, one meaning`);
  }
  return { timers: new Set(Object.keys(timers)), jobs: new Set(Object.keys(jobs)), clock };
}

/** What a transaction says about later. */
export interface CollectedLater {
  readonly laterFor: (trace: Trace) => Later;
  /** Writes what was said since the last time; last in the transaction, when rows are locked and ordered. */
  readonly flush: (sql: Sql) => Promise<void>;
  /** When the first of it is due, for whoever looks after the commit. */
  readonly earliest: () => Date | undefined;
}

/** Collects what a transaction says about later. */
export function collectLater({ timers, jobs, clock }: Agenda): CollectedLater {
  const changes: TaskChange[] = [];
  const times: number[] = [];
  const known = (names: ReadonlySet<string>, name: string): string => {
    if (!names.has(name)) throw new Error(`No ${names === jobs ? 'job' : 'timer'} is called ${name}: declare it`);
    return name;
  };
  const laterFor = (trace: Trace): Later => laterWith(withoutActor(trace));
  const laterWith = (headers: Trace): Later => ({
    schedule: async (timer, key, at, payload = {}) => {
      changes.push({ kind: 'timer', name: known(timers, timer), key, at, payload, headers });
    },
    cancel: async (timer, key) => {
      changes.push({ kind: 'cancelled', name: known(timers, timer), key });
    },
    enqueue: async (job, key, payload = {}) => {
      changes.push({ kind: 'job', name: known(jobs, job), key, at: clock?.() ?? null, payload, headers });
    },
  });
  return {
    laterFor,
    flush: async (sql) => {
      if (changes.length === 0) return;
      for (const change of changes) if (change.kind !== 'cancelled') times.push(Number(change.at ?? 0));
      await writeTasks(sql, changes.splice(0));
    },
    earliest: () => (times.length > 0 ? new Date(Math.min(...times)) : undefined),
  };
}
