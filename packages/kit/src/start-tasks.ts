import { type Job, startTasks, type Task, type Tasks, type Timer } from '@fieldhouse/messaging';
import type { Logger, Outage } from '@fieldhouse/platform';
import type pg from 'pg';
import { erasure } from './erasure.ts';
import type { Jobs, Timers } from './later.ts';
import type { ResourcesFor } from './resources.ts';
import { traceOf } from './trace.ts';
import { collectEvents } from './transact.ts';
import type { BackgroundTransact, Inside } from './transact-in-background.ts';

interface Doing {
  readonly pool: pg.Pool;
  readonly transact: BackgroundTransact;
  readonly resourcesFor: ResourcesFor;
  readonly outage: Outage;
  readonly clock: (() => Date) | undefined;
  readonly log: Logger;
}

/** Starts to work off a subgraph's timers and jobs. */
export const startLater = (
  name: string,
  { timers = {}, jobs = {} }: { readonly timers?: Timers<unknown>; readonly jobs?: Jobs<unknown> },
  { pool, transact, resourcesFor, outage: database, clock, log }: Doing,
): Promise<Tasks> =>
  startTasks<Inside>({
    ...{ service: name, pool, transact, database, log, clock, erasure },
    timers: mapped(timers, (timer) => timerOf(name, timer, resourcesFor)),
    jobs: mapped(jobs, (job) => jobOf(job, resourcesFor)),
  });

const mapped = <A, B>(values: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));

const timerOf =
  (source: string, timer: Timers<unknown>[string], resourcesFor: ResourcesFor): Timer<Inside> =>
  async ({ key, dueAt, payload, headers }, { tx, later }) => {
    const trace = traceOf(headers);
    const { db: _, transact: __, ...rest } = resourcesFor({ trace });
    const { emit, flush } = collectEvents(source, trace);
    await timer(payload as never, { ...rest, ...later.laterFor(trace), tx, emit, key, dueAt });
    return async (sql) => {
      await later.flush(sql);
      await flush(sql);
    };
  };

const jobOf = (
  { run, attempts = 12, timeoutMs = 30_000, atOnce = 4 }: Jobs<unknown>[string],
  resourcesFor: ResourcesFor,
): Job => ({
  attempts,
  timeoutMs,
  atOnce,
  run: ({ id, name, key, payload, headers, attempts: failed }: Task, signal) => {
    const resources = resourcesFor({ trace: traceOf(headers), kind: name });
    return run(payload as never, { ...resources, id, key, attempt: failed + 1, signal });
  },
});
