import { type Logger, watchOutage } from '../src/index.ts';
import { eventually } from './eventually.ts';

describe('an outage', () => {
  let lines: unknown[][];
  const write = (fields: object, message: string) => void lines.push([message, fields]);
  const log: Logger = { debug: write, info: write, warn: write, error: write, child: () => log };
  const error = new Error('refused');
  beforeEach(() => {
    lines = [];
  });

  test('is told once, and once when it is over, with how long it was', async () => {
    const kafka = watchOutage(log, 'kafka', 0);
    for (let request = 0; request < 100; request++) kafka.failed('teams', error);
    for (let request = 0; request < 100; request++) kafka.worked('teams');
    await eventually(() => lines.length === 2);
    expect(lines).toEqual([
      ['a part is away', { error, part: 'kafka', user: 'teams' }],
      ['a part is back', { part: 'kafka', seconds: expect.any(Number) }],
    ]);
  });

  test('lasts until everyone who noticed it is served, and is one for all of them', async () => {
    const kafka = watchOutage(log, 'kafka', 0);
    kafka.failed('teams', error);
    kafka.failed('events', error);
    kafka.worked('users'); // whom it never failed
    kafka.worked('teams');
    expect(lines).toHaveLength(1);
    kafka.worked('events');
    await eventually(() => lines.length === 2);
  });

  test('of a part that fails now and then is one', async () => {
    const kafka = watchOutage(log, 'kafka', 10);
    for (let time = 0; time < 50; time++) {
      kafka.failed('teams', error);
      kafka.worked('teams');
    }
    await eventually(() => lines.length === 2);
  });

  test('can come again', async () => {
    const kafka = watchOutage(log, 'kafka', 0);
    for (const count of [2, 4]) {
      kafka.failed('teams', error);
      kafka.worked('teams');
      await eventually(() => lines.length === count);
    }
  });
});
