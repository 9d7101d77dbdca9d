import { setMaxListeners } from 'node:events';
import { createEntrance } from '../src/gatekeeper/entrance.ts';
import { loop } from './fixture/loop.ts';

const patient = new AbortController().signal;
setMaxListeners(0, patient); // that of a crowd, here
const busyFor = (milliseconds: number) => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

describe('whoever is let in', () => {
  test('goes on in a turn of the loop that is not taken by a crowd', async () => {
    const enter = createEntrance();
    const { now, stop } = loop();
    const perTurn = new Map<number, number>();
    const one = async () => {
      await enter('nobody', patient);
      perTurn.set(now(), (perTurn.get(now()) ?? 0) + 1);
      busyFor(2);
    };
    await Promise.all(Array.from({ length: 60 }, one));
    stop();
    expect(Math.max(...perTurn.values())).toBeLessThanOrEqual(6);
  });

  test('is not behind those who ask for many', async () => {
    const enter = createEntrance();
    const order: string[] = [];
    const one = async (caller: string) => {
      await enter(caller, patient);
      order.push(caller);
      busyFor(1);
    };
    const crowd = Array.from({ length: 100 }, () => one('crowd'));
    await Promise.all([...crowd, one('somebody')]);
    expect(order.indexOf('somebody')).toBeLessThan(20);
  });

  test('is refused when nobody waits for it any longer', async () => {
    const enter = createEntrance();
    const leaving = new AbortController();
    const left = enter('nobody', leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toMatchObject({ codes: ['SERVICE_UNAVAILABLE'] });
  });
});
