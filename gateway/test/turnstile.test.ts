import { turnstile } from '../src/turnstile.ts';
import { loop } from './fixture/loop.ts';

const soon = () => new Promise(setImmediate);
const open = (options: { room?: number; waiting?: number } = {}) =>
  turnstile({ room: 10, patienceMs: 60_000, lookMs: 60_000, waiting: 5, refusal: () => new Error('full'), ...options });
const asked = (size: number, signal = new AbortController().signal) => ({ isFree: () => false, size, signal });

/** Work that ends when it is told to. */
function work() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  const state = { begun: false };
  const begin = () => {
    state.begun = true;
    return done;
  };
  return { state, begin, end };
}

const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await soon();
};

describe('a turnstile', () => {
  test('lets in what there is room for, the smallest first', async () => {
    const { pass } = open();
    const [large, middle, small] = [work(), work(), work()];
    const all = [pass(large.begin, asked(9)), pass(middle.begin, asked(6)), pass(small.begin, asked(2))];
    await settle();
    expect([large, middle, small].map(({ state }) => state.begun)).toEqual([false, true, true]);
    for (const { end } of [middle, small, large]) end();
    await Promise.all(all);
    expect(large.state.begun).toBe(true);
  });

  test('lets in alone what is larger than the room', async () => {
    const { pass } = open();
    const [huge, small] = [work(), work()];
    const first = pass(huge.begin, asked(100));
    await settle();
    const second = pass(small.begin, asked(1));
    await settle();
    expect([huge.state.begun, small.state.begun]).toEqual([true, false]);
    huge.end();
    small.end();
    await Promise.all([first, second]);
  });

  test('is empty again after fractions, so that what is larger than the room gets in', async () => {
    const { pass } = open();
    const [one, other] = [work(), work()];
    const inside = [pass(one.begin, asked(0.1)), pass(other.begin, asked(0.2))];
    await settle();
    one.end();
    await inside[0];
    other.end();
    await inside[1];
    let isIn = false;
    const last = pass(async () => {
      isIn = true;
    }, asked(100));
    await settle();
    expect(isIn).toBe(true);
    await last;
  });

  test('keeps nobody out for ever, however many smaller ones come', async () => {
    const { pass } = open({ waiting: 100 });
    let isIn = false;
    let smaller = 0;
    const one = async () => {
      smaller += 1;
    };
    const enter = async () => {
      isIn = true;
    };
    const large = async () => {
      await settle();
      await pass(enter, asked(30));
    };
    const crowd = async () => {
      while (!isIn && smaller < 100_000) await pass(one, asked(2));
    };
    await Promise.all([crowd(), crowd(), crowd(), large()]);
    expect(isIn && smaller < 100_000).toBe(true);
  });

  test('lets one in in one turn of the loop, however many come at once and however soon they leave', async () => {
    const { pass } = open({ room: 2, waiting: 100 });
    const { now, stop } = loop();
    const turns = await Promise.all(Array.from({ length: 50 }, () => pass(async () => now(), asked(1))));
    stop();
    expect(new Set(turns).size).toBe(50);
  });

  test('turns away whom no room to wait is left for, and gives back the place of who left', async () => {
    const { pass } = open({ room: 1, waiting: 1 });
    const leaving = new AbortController();
    const [inside, next] = [work(), work()];
    const first = pass(inside.begin, asked(1));
    await settle();
    const left = pass(work().begin, asked(1, leaving.signal));
    await expect(pass(work().begin, asked(1))).rejects.toThrow('full');
    leaving.abort();
    await expect(left).rejects.toThrow('full');
    const second = pass(next.begin, asked(1));
    inside.end();
    next.end();
    await Promise.all([first, second]);
  });
});
