import { type Message, type Sql, writeOutbox } from '../src/index.ts';
import { messageOf, type Service, startService } from './support/service.ts';

describe('the outbox', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ topic: 'fieldhouse.things.thing.v1' });
  });
  afterAll(() => service.stop());

  const message = (payload: unknown): Message => ({ ...messageOf('fieldhouse.things.thing.v1', 'thing'), payload });
  const waiting = async () => (await service.pool.query('SELECT payload FROM messaging.outbox ORDER BY seq')).rows;
  afterEach(() => service.pool.query('DELETE FROM messaging.outbox'));

  test('is written by one statement however many messages there are, in their order', async () => {
    const statements: string[] = [];
    await service.transact((_, sql) => {
      const counted: Sql = (text, values) => {
        statements.push(text);
        return sql(text, values);
      };
      return writeOutbox(
        counted,
        Array.from({ length: 100 }, (_, index) => message({ index, odd: '\u0000\ud800' })),
      );
    });
    expect(statements).toHaveLength(1);
    expect(await waiting()).toEqual(
      Array.from({ length: 100 }, (_, index) => ({ payload: { index, odd: '\u0000\ud800' } })),
    );
  });

  test('is not touched for no messages', async () => {
    await writeOutbox(() => Promise.reject(new Error('a statement')), []);
  });

  test('forgets what is rolled back', async () => {
    const undone = service.transact(async (_, sql) => {
      await writeOutbox(sql, [message({})]);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await waiting()).toEqual([]);
  });

  test('refuses what no transport could carry, before it is committed', async () => {
    const tooLarge = message({ name: 'x'.repeat(600_000) });
    await expect(service.transact((_, sql) => writeOutbox(sql, [tooLarge]))).rejects.toThrow(
      'too large to be published',
    );
    expect(await waiting()).toEqual([]);
  });
});
