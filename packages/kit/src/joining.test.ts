import { createLogger } from '@fieldhouse/platform';
import { joinInTime } from './joining.ts';

const log = createLogger({ level: 'silent' });
const ended = () => {
  const state = { stops: 0 };
  return { state, stop: async () => void state.stops++ };
};

describe('joining those who hear of events', () => {
  test('does not hold up the opening while it hangs, and is ended once it came about', async () => {
    const consumer = ended();
    let arrive = () => {};
    const hangs = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const joined = await joinInTime(() => hangs.then(() => consumer), { patienceMs: 1, log });
    arrive();
    await joined.stop();
    expect(consumer.state.stops).toBe(1);
  });

  test('that fails at once stops the start', async () => {
    const refused = joinInTime(() => Promise.reject(new Error('no such topic')), { log });
    await expect(refused).rejects.toThrow('no such topic');
  });
});
