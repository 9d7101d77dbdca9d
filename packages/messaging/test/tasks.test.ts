import { watchOutage } from '@fieldhouse/platform';
import type pg from 'pg';
import {
  deadLetters,
  type Erasure,
  eraseSubject,
  type Job,
  type Sql,
  startTasks,
  type Tasks,
  type TasksOptions,
  writeTasks,
} from '../src/index.ts';
import { log } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { listeningLog } from './support/listening-log.ts';
import { type Service, startService } from './support/service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Options = TasksOptions<pg.PoolClient>;

describe('what is to be done later', () => {
  let service: Service;
  let time: Date;
  let started: Tasks[];
  const clock = () => time;
  const later = (ms: number) => new Date(time.getTime() + ms);

  beforeEach(async () => {
    service = await startService({ topic: 'things' });
    time = new Date();
    started = [];
  });
  afterEach(async () => {
    await Promise.all(started.map((tasks) => tasks.stop()));
    await service.stop();
  });

  const start = async (options: Partial<Options>): Promise<Tasks> => {
    const { pool, transact } = service;
    const own = {
      service: 'things',
      pool,
      transact,
      log,
      database: watchOutage(log, 'database'),
      timers: {},
      jobs: {},
      clock,
    };
    const tasks = await startTasks<pg.PoolClient>({ ...own, ...options });
    started.push(tasks);
    return tasks;
  };
  const pass = (ms: number) => {
    time = later(ms);
    for (const tasks of started) tasks.wake();
  };
  const schedule = (key: string, at: Date, name = 'close', payload: unknown = {}) =>
    service.transact((_, sql) => writeTasks(sql, [{ kind: 'timer', name, key, at, payload, headers: {} }]));
  const cancel = (key: string) =>
    service.transact((_, sql) => writeTasks(sql, [{ kind: 'cancelled', name: 'close', key }]));
  const enqueue = (key: string, payload: unknown = {}, name = 'mail') =>
    service.transact((_, sql) => writeTasks(sql, [{ kind: 'job', name, key, at: later(0), payload, headers: {} }]));
  const waiting = async () =>
    (await service.pool.query('SELECT key, attempts, lease FROM messaging.task ORDER BY key')).rows;
  const fired = async () => (await service.effects()).map(({ key }) => key);
  const note = async ({ id, key }: { id: string; key: string }, _tx: unknown, sql: Sql) => {
    await sql('INSERT INTO effect (id, key, sequence) VALUES ($1, $2, 1)', [id, key]);
    return async () => undefined;
  };
  const letters = () => deadLetters(service.pool).list();
  const job = (run: Job['run'], rest: Partial<Job> = {}): Job => ({
    ...{ run, attempts: 3, timeoutMs: 10_000, atOnce: 2 },
    ...rest,
  });

  describe('a timer', () => {
    test('fires at its time and not before, and is gone', async () => {
      await start({ timers: { close: note } });
      await schedule('a', later(HOUR));
      await schedule('b', later(2 * HOUR));
      pass(HOUR);
      await eventually(async () => expect(await fired()).toEqual(['a']));
      expect(await waiting()).toMatchObject([{ key: 'b' }]);
      pass(HOUR);
      await eventually(async () => expect(await fired()).toEqual(['a', 'b']));
      expect(await waiting()).toEqual([]);
    });

    test('is there if, and only if, its transaction commits', async () => {
      const refused = service.transact(async (_, sql) => {
        await writeTasks(sql, [{ kind: 'timer', name: 'close', key: 'a', at: time, payload: {}, headers: {} }]);
        throw new Error('refused');
      });
      await expect(refused).rejects.toThrow('refused');
      expect(await waiting()).toEqual([]);
    });

    test('moves when it is scheduled again, with what it carries then', async () => {
      const payloads: unknown[] = [];
      await start({
        timers: {
          close: (task, ...rest) => {
            payloads.push(task.payload);
            return note(task, ...rest);
          },
        },
      });
      await schedule('a', later(HOUR), 'close', { says: 'first' });
      await schedule('a', later(3 * HOUR), 'close', { says: 'second \u0000' });
      await schedule('b', later(2 * HOUR));
      pass(2 * HOUR);
      await eventually(async () => expect(await fired()).toEqual(['b']));
      pass(HOUR);
      await eventually(async () => expect(await fired()).toEqual(['b', 'a']));
      expect(payloads).toEqual([{}, { says: 'second \u0000' }]);
    });

    test('can be cancelled', async () => {
      await start({ timers: { close: note } });
      await schedule('a', later(HOUR));
      await schedule('b', later(HOUR));
      await cancel('a');
      pass(DAY);
      await eventually(async () => expect(await fired()).toEqual(['b']));
      expect(await waiting()).toEqual([]);
    });

    test('fires once on return when it was due while nothing ran, however many instances return', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, n) => schedule(`k${n}`, later(HOUR))));
      time = later(DAY);
      const instances = Array.from({ length: 3 }, () => start({ timers: { close: note } }));
      const tasks = await Promise.all(instances);
      await eventually(async () => expect(await waiting()).toEqual([]));
      expect(new Set(await fired()).size).toBe(50);
      expect(await fired()).toHaveLength(50);
      expect(await tasks[0]?.overdue()).toBe(0);
    });

    test('that is cancelled or moved while it fires has no effect', async () => {
      let attempts = 0;
      await start({
        timers: {
          close: async (task, tx, sql) => {
            attempts++;
            const announce = await note(task, tx, sql);
            if (task.key === 'a') await cancel('a');
            if (task.key === 'b') await schedule('b', later(HOUR));
            return announce;
          },
        },
      });
      await schedule('a', time);
      await schedule('b', time);
      pass(0);
      await eventually(async () => expect(attempts).toBe(2));
      await eventually(async () => expect(await waiting()).toEqual([{ key: 'b', attempts: 0, lease: null }]));
      expect(await fired()).toEqual([]);
    });

    test('can schedule itself again', async () => {
      await start({
        timers: {
          close: async (task, tx, sql) => {
            await note(task, tx, sql);
            const next = { ...task, kind: 'timer' as const, at: new Date(task.dueAt.getTime() + DAY) };
            return () => writeTasks(sql, [next]);
          },
        },
      });
      await schedule('a', later(DAY));
      for (let days = 1; days <= 3; days++) {
        pass(DAY);
        await eventually(async () => expect(await fired()).toHaveLength(days));
      }
      await eventually(async () => expect(await waiting()).toEqual([{ key: 'a', attempts: 0, lease: null }]));
    });

    test('that fails is tried again, then set aside, while the others fire; its replay fires it', async () => {
      let isCured = false;
      let attempts = 0;
      await start({
        timers: {
          close: async (task, tx, sql) => {
            if (task.key !== 'poison' || isCured) return note(task, tx, sql);
            attempts++;
            await note(task, tx, sql);
            throw new Error('does not go');
          },
        },
      });
      await schedule('poison', time);
      await schedule('well', time);
      await eventually(async () => {
        pass(HOUR);
        expect(await letters()).toMatchObject([
          { message: { type: 'close', key: 'poison', topic: 'timer' }, attempts: 5, error: 'does not go' },
        ]);
      });
      expect(attempts).toBe(5);
      expect(await fired()).toEqual(['well']);
      expect(await waiting()).toEqual([]);
      isCured = true;
      expect(await deadLetters(service.pool).replay('all')).toBe(1);
      await eventually(async () => expect(await fired()).toEqual(['well', 'poison']));
      expect(await letters()).toEqual([]);
    });

    test('that was set aside does not come back once it is moved or cancelled', async () => {
      const refuse = () => Promise.reject(new Error('does not go'));
      await start({ timers: { close: refuse } });
      for (const key of ['a', 'b']) await schedule(key, time);
      await eventually(async () => {
        pass(HOUR);
        expect(await letters()).toHaveLength(2);
      });
      await cancel('a');
      await schedule('b', later(DAY));
      expect(await letters()).toEqual([]);
    });

    test('waits for what is away, however long, and is not set aside for it', async () => {
      let attempts = 0;
      await start({
        timers: {
          close: (task, tx, sql) => {
            if (attempts++ < 15) throw Object.assign(new Error('away'), { code: 'SERVICE_UNAVAILABLE' });
            return note(task, tx, sql);
          },
        },
      });
      await schedule('a', time);
      await eventually(async () => {
        pass(HOUR);
        expect(await fired()).toEqual(['a']);
      });
      expect(await letters()).toEqual([]);
    });

    test('by the database’s clock, when no other is set, does not heed what the process takes for now', async () => {
      await start({ timers: { close: note }, clock: undefined });
      await schedule('a', new Date(Date.now() + HOUR));
      await schedule('b', new Date(Date.now() - HOUR));
      started[0]?.wake();
      await eventually(async () => expect(await fired()).toEqual(['b']));
      expect(await waiting()).toMatchObject([{ key: 'a' }]);
    });

    test('refuses what cannot be kept', async () => {
      await expect(schedule('a', new Date(Number.NaN))).rejects.toThrow(RangeError);
      await expect(schedule('a', new Date(8e15))).rejects.toThrow(RangeError);
      await expect(schedule('a'.repeat(301), time)).rejects.toThrow(RangeError);
      await expect(schedule('a', time, 'close', 'x'.repeat(70_000))).rejects.toThrow(RangeError);
    });

    test('whose name nobody knows any more is kept, and told of once', async () => {
      const { log: listening, heard } = listeningLog();
      await schedule('a', time, 'forgotten');
      await schedule('b', time);
      await start({ timers: { close: note }, log: listening });
      await eventually(async () => expect(await fired()).toEqual(['b']));
      expect(await waiting()).toMatchObject([{ key: 'a' }]);
      expect(heard).toEqual(['timers or jobs are kept that nothing in here knows']);
    });
  });

  describe('a job', () => {
    test('is done once its transaction has committed, by one of several instances', async () => {
      const done: string[] = [];
      const mail = job(async ({ key }) => void done.push(key));
      await Promise.all([start({ jobs: { mail } }), start({ jobs: { mail } })]);
      await Promise.all(Array.from({ length: 20 }, (_, n) => enqueue(`k${n}`)));
      pass(0);
      await eventually(async () => expect(await waiting()).toEqual([]));
      expect(done.sort()).toEqual(Array.from({ length: 20 }, (_, n) => `k${n}`).sort());
    });

    test('whose provider hangs is abandoned, and neither its like nor the others wait for it', async () => {
      const done: string[] = [];
      const aborted: string[] = [];
      await start({
        jobs: {
          charge: job(
            ({ key }, signal) =>
              new Promise((resolve) => {
                if (key === 'well') return void resolve(void done.push('charged'));
                signal.addEventListener('abort', () => aborted.push(key));
              }),
            { timeoutMs: 300, atOnce: 2 },
          ),
          mail: job(async ({ key }) => void done.push(key)),
        },
      });
      for (const key of ['hang1', 'hang2', 'hang3']) await enqueue(key, {}, 'charge');
      await enqueue('well', {}, 'charge');
      await enqueue('letter');
      pass(0);
      await eventually(async () => expect(done).toContain('letter'));
      await eventually(async () => expect(done).toContain('charged'));
      expect(aborted.length).toBeGreaterThanOrEqual(2);
    });

    test('runs no more at once than it may', async () => {
      let running = 0;
      let most = 0;
      let release = () => {};
      const open = new Promise<void>((resolve) => {
        release = resolve;
      });
      const mail = job(async () => {
        most = Math.max(most, ++running);
        await open;
        running--;
      });
      await start({ jobs: { mail } });
      for (let n = 0; n < 6; n++) await enqueue(`k${n}`);
      pass(0);
      await eventually(async () => expect(running).toBe(2));
      release();
      await eventually(async () => expect(await waiting()).toEqual([]));
      expect(most).toBe(2);
    });

    test('of a worker that is gone is taken over when its lease ends; one at work keeps its own', async () => {
      const done: string[] = [];
      let release = () => {};
      const open = new Promise<void>((resolve) => {
        release = resolve;
      });
      await enqueue('long');
      const mail = job(async ({ key }) => {
        await open;
        done.push(key);
      });
      await start({ jobs: { mail }, clock: undefined, leaseSeconds: 0.6 });
      await eventually(async () => expect((await waiting())[0]?.lease).toEqual(expect.any(String)));
      await enqueue('orphan');
      await service.pool.query(
        `UPDATE messaging.task SET lease = gen_random_uuid(), run_at = now() + interval '1.5 s' WHERE key = 'orphan'`,
      );
      await start({ jobs: { mail: job(async ({ key }) => void done.push(`other ${key}`)) }, clock: undefined });
      await eventually(async () => expect(done).toEqual(['other orphan']));
      release();
      await eventually(async () => expect(await waiting()).toEqual([]));
      expect(done).toEqual(['other orphan', 'long']);
    });

    test('that keeps failing is tried as often as it may, then set aside; its replay does it', async () => {
      let attempts = 0;
      const run = async () => {
        attempts++;
        if (attempts <= 3) throw Object.assign(new Error('the provider is away'), { code: 'ECONNREFUSED' });
      };
      await start({ jobs: { mail: job(run) } });
      await enqueue('a', { to: 'somebody' });
      await eventually(async () => {
        pass(HOUR);
        expect(await letters()).toMatchObject([
          { message: { topic: 'job', payload: { to: 'somebody' } }, attempts: 3 },
        ]);
      });
      expect(attempts).toBe(3);
      await deadLetters(service.pool).replay('all');
      await eventually(async () => {
        pass(HOUR);
        expect(attempts).toBe(4);
        expect(await waiting()).toEqual([]);
      });
      expect(await letters()).toEqual([]);
    });

    test('set aside after somebody was to be forgotten, forgets them, also in the words of its failure', async () => {
      const erasure: Erasure = {
        subjectOf: () => undefined,
        erase: ({ kind, type, key }, subject) => ({ kind, type, key, of: subject }),
      };
      await service.transact((_, sql) => eraseSubject(sql, erasure, 'ada'));
      const run = async ({ payload }: { payload: unknown }) => {
        throw new Error(`cannot write to ${(payload as { to: string }).to}`);
      };
      const timer = async (task: { payload: unknown }) => run(task).then(() => async () => undefined);
      await start({ erasure, timers: { close: timer }, jobs: { mail: job(run, { attempts: 1 }) } });
      await enqueue('a', { of: 'ada', to: 'Ada Lovelace' });
      await enqueue('of ada', { to: 'Countess' });
      await enqueue('b', { of: 'grace', to: 'Grace Hopper' });
      await schedule('a', later(0), 'close', { of: 'ada', to: 'Ada Lovelace' });
      await eventually(async () => {
        pass(HOUR);
        expect(await letters()).toHaveLength(4);
      });
      const kept = (await letters()).map(({ message, error }) => [message.payload, error]);
      expect(kept).toContainEqual([{ kind: 'job', type: 'mail', key: 'a', of: 'ada' }, 'cannot write to …']);
      expect(kept).toContainEqual([{ of: 'grace', to: 'Grace Hopper' }, 'cannot write to Grace Hopper']);
      expect(kept).toContainEqual([{ kind: 'timer', type: 'close', key: 'a', of: 'ada' }, 'cannot write to …']);
      expect(JSON.stringify(await letters())).not.toMatch(/Ada|Countess/);
    });

    test('enqueued again before its turn is one job, and while it runs comes after', async () => {
      const payloads: unknown[] = [];
      let release = () => {};
      const open = new Promise<void>((resolve) => {
        release = resolve;
      });
      const mail = job(async ({ payload }) => {
        payloads.push(payload);
        await open;
      });
      await enqueue('a', 1);
      await enqueue('a', 2);
      await start({ jobs: { mail } });
      await eventually(async () => expect(payloads).toEqual([2]));
      await enqueue('a', 3);
      pass(DAY); // even a lease that ran out is not taken from oneself
      await enqueue('b', 4);
      pass(0);
      await eventually(async () => expect(payloads).toEqual([2, 4]));
      release();
      await eventually(async () => expect(await waiting()).toEqual([]));
      expect(payloads).toEqual([2, 4, 3]);
    });

    test('under way when the house closes goes back to the table at once', async () => {
      let isRunning = false;
      const mail = job(() => {
        isRunning = true;
        return new Promise(() => undefined);
      });
      const tasks = await start({ jobs: { mail } });
      await enqueue('a');
      pass(0);
      await eventually(async () => expect(isRunning).toBe(true));
      await tasks.stop();
      expect(await waiting()).toEqual([{ key: 'a', attempts: 0, lease: null }]);
    });
  });

  test('a hundred thousand that wait cost one small look at a time', async () => {
    await service.pool.query(`
      INSERT INTO messaging.task (name, key, kind, due_at, run_at, payload, headers)
      SELECT CASE WHEN n % 2 = 0 THEN 'close' ELSE 'mail' END, n::text, CASE WHEN n % 2 = 0 THEN 'timer' ELSE 'job' END,
        now() + interval '1 day', now() + interval '1 day', '{}', '{}' FROM generate_series(1, 100000) AS n`);
    await service.pool.query('ANALYZE messaging.task');
    const looks: string[] = [];
    const query = service.pool.query.bind(service.pool) as (...call: unknown[]) => unknown;
    const counted = (...call: unknown[]) => {
      const [statement] = call as [string | { text: string }];
      looks.push(typeof statement === 'string' ? statement : statement.text);
      return query(...call);
    };
    const pool = Object.assign(Object.create(service.pool), { query: counted }) as pg.Pool;
    await start({ pool, timers: { close: note }, jobs: { mail: job(async () => undefined) } });
    const claims = () => looks.filter((text) => text.includes('SKIP LOCKED'));
    await eventually(() => expect(claims().length).toBeGreaterThanOrEqual(3));
    const kinds = new Set(looks.map((text) => /SKIP LOCKED|dead_letter|GROUP BY name/.exec(text)?.[0]));
    expect([...kinds].sort()).toEqual(['GROUP BY name', 'SKIP LOCKED', 'dead_letter']); // the first at the start only
    expect(looks.filter((text) => text.includes('GROUP BY name'))).toHaveLength(1);
    const explained = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${claims()[0]}`;
    const values = [['close', 'mail'], [4, 2], [], null, 30];
    const { rows } = await service.pool.query(explained, values);
    const { Plan: plan } = rows[0]['QUERY PLAN'][0];
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(40);
  });
});
