import pg from 'pg';
import { type Message, postgresTransport } from '../src/index.ts';
import { purgeRecords } from '../src/transports/postgres/append.ts';
import { describeTransport } from './conformance/describe-transport.ts';
import { log, newDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
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
