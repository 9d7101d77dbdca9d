import { memoryKeyValue } from '@fieldhouse/platform';
import { rateCheck } from '../../src/gatekeeper/rate.ts';
import { Refused } from '../../src/gatekeeper/refused.ts';
import { refusalsOf } from './refusals.ts';

const counters = memoryKeyValue();
afterAll(() => counters.stop());

let time = 0;
const check = (shared = counters) => rateCheck({ requestsPerMinute: 3, counters: shared, now: () => time });
const settled = () => new Promise(setImmediate);
beforeEach(() => {
  time += 120_000;
});

describe('the rate of one caller', () => {
  test('has a limit in each minute, and says when to come back', async () => {
    const ensure = check();
    const told = ['RATE_LIMITED Too many requests, try again in 15 seconds'];
    time += 45_000;
    const ask = () => refusalsOf(() => ensure('viewer:a'));
    expect([await ask(), await ask(), await ask(), await ask(), await ask()]).toEqual([[], [], [], told, told]);
    expect(await refusalsOf(() => ensure('viewer:b'))).toEqual([]);
    time += 15_000;
    expect(await ask()).toEqual([]);
  });

  test('is refused as HTTP has it', () => {
    const ensure = check();
    for (let i = 0; i < 3; i += 1) ensure('address:192.0.2.1');
    expect(() => ensure('address:192.0.2.1')).toThrow(Refused);
    expect(() => ensure('address:192.0.2.1')).toThrow(expect.objectContaining({ status: 429, retryAfterSeconds: 60 }));
  });

  test('is counted by all processes together', async () => {
    const [one, other] = [check(), check()];
    one('viewer:c');
    one('viewer:c');
    await settled();
    other('viewer:c');
    await settled();
    expect(await refusalsOf(() => other('viewer:c'))).toHaveLength(1);
  });

  test('is counted by each process while what they share is away, and nobody waits', async () => {
    const away = { ...counters, increment: () => Promise.reject(new Error('connect ECONNREFUSED')) };
    const ensure = check(away);
    const frozen = check({ ...counters, increment: () => new Promise(() => undefined) });
    for (const it of [ensure, frozen]) {
      for (let i = 0; i < 3; i += 1) it('viewer:d');
      expect(await refusalsOf(() => it('viewer:d'))).toHaveLength(1);
    }
  });
});
