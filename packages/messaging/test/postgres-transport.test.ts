import pg from 'pg';
import { type Message, postgresTransport } from '../src/index.ts';
import { purgeRecords } from '../src/transports/postgres/append.ts';
import { describeTransport } from './conformance/describe-transport.ts';
import { log, newDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { listeningLog } from './support/listening-log.ts';
import { messageOf } from './support/service.ts';

describeTransport('the PostgreSQL transport', async () => ({ bus: await newDatabase('bus') }));

describe('members of the PostgreSQL transport', () => {
  test('in another process hear at once of what is appended', async () => {
    const url = await newDatabase('bus');
    const [here, there] = await Promise.all([postgresTransport({ url, log }), postgresTransport({ url, log })]);
    const received: Message[] = [];
    const handle = async (batch: readonly Message[]) => void received.push(...batch);
    await there.subscribe({ group: 'there', topics: ['things'], handle });
    await here.publish([messageOf('things', 'warm-up')]);
    await eventually(() => expect(received).toHaveLength(1));
    const started = Date.now();
    for (let count = 2; count < 12; count++) {
      await here.publish([messageOf('things', 'thing')]);
      await eventually(() => expect(received).toHaveLength(count));
    }
    expect(Date.now() - started).toBeLessThan(5_000); // polling would take ten seconds
    await Promise.all([here.stop(), there.stop()]);
  });
});

describe('a process', () => {
  test('reads for all its groups by one session and one statement, and is not woken for what none of them wants', async () => {
    const url = await newDatabase('bus');
    const transport = await postgresTransport({ url, log });
    const received = new Map<string, string[]>();
    const groups = Array.from({ length: 6 }, (_, index) => `group-${index}`);
    for (const group of groups) {
      received.set(group, []);
      const handle = async (batch: readonly Message[]) => {
        received.get(group)?.push(...batch.map(({ type }) => type));
      };
      await transport.subscribe({ group, topics: ['things'], types: ['ThingChanged'], handle });
    }
    await transport.publish([messageOf('things', 'thing')]);
    await eventually(() => expect([...received.values()]).toEqual(groups.map(() => ['ThingChanged'])));
    await eventually(async () => expect(await transport.traffic()).toEqual({ published: 1, unread: 0 }));
    await transport.publish([messageOf('things', 'thing', 'ThingForgotten')]);
    expect(await transport.traffic()).toEqual({ published: 2, unread: 0 }); // nobody waits for it
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const { rowCount } = await pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'fieldhouse bus groups'",
    );
    expect(rowCount).toBe(1);
    await pool.end();
    await transport.stop();
  });
});

describe('the purge of the bus', () => {
  test('removes what is old and was consumed by every group', async () => {
    const url = await newDatabase('bus');
    const transport = await postgresTransport({ url, log });
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const received: Message[] = [];
    const handle = async (batch: readonly Message[]) => void received.push(...batch);
    const reader = await transport.subscribe({ group: 'reader', topics: ['things'], handle });
    await transport.publish([messageOf('things', 'thing'), messageOf('things', 'thing')]);
    await eventually(() => expect(received).toHaveLength(2));
    await reader.stop();
    await transport.publish([messageOf('things', 'thing')]); // unread
    expect(await transport.traffic()).toEqual({ published: 3, unread: 1 });
    expect(await purgeRecords(pool, 7)).toBe(0);
    await pool.query("UPDATE bus.record SET appended_at = now() - interval '8 days'");
    expect(await purgeRecords(pool, 7)).toBe(2);
    await transport.subscribe({ group: 'reader', topics: ['things'], handle });
    await eventually(() => expect(received).toHaveLength(3));
    await Promise.all([transport.stop(), pool.end()]);
  });
});

describe('a group that does not read any more', () => {
  let url: string;
  let pool: pg.Pool;
  beforeEach(async () => {
    url = await newDatabase('bus');
    pool = new pg.Pool({ connectionString: url, max: 1 });
  });
  afterEach(() => pool.end());

  /** A group that read once, that many days ago, and as many messages that it has not read. */
  async function gone({ daysAgo, openDays }: { daysAgo: number; openDays: number }): Promise<string[]> {
    const { log: hearing, heard } = listeningLog();
    const transport = await postgresTransport({ url, log: hearing });
    const reader = await transport.subscribe({ group: 'gone', topics: ['things'], handle: async () => undefined });
    await reader.stop();
    await transport.publish([messageOf('things', 'thing')]);
    await pool.query("UPDATE bus.record SET appended_at = now() - interval '8 days'");
    await pool.query('UPDATE bus.group_offset SET seen_on = current_date - $1::int', [daysAgo]);
    await pool.query(
      'INSERT INTO bus.open_day SELECT current_date - day FROM generate_series(0, $1::int - 1) AS day ON CONFLICT DO NOTHING',
      [openDays],
    );
    await transport.stop();
    const again = await postgresTransport({ url, log: hearing }); // looks after the bus at once
    await eventually(async () => expect(await stored()).toBe(daysAgo >= 30 && openDays >= 30 ? 0 : 1));
    await again.stop();
    return heard.filter((line) => line.startsWith('group'));
  }
  const stored = async () => (await pool.query('SELECT FROM bus.record')).rowCount;

  test('is told of after a week, and what it misses is kept', async () => {
    expect(await gone({ daysAgo: 8, openDays: 8 })).toEqual(['group does not read, what it misses is kept']);
  });

  test('is forgotten after thirty days, and what was kept for it goes', async () => {
    expect(await gone({ daysAgo: 31, openDays: 31 })).toEqual(['group forgotten: it did not read for thirty days']);
  });

  test('is not blamed for days on which the house was closed', async () => {
    expect(await gone({ daysAgo: 400, openDays: 2 })).toEqual([]);
  });
});
