import { createTurns } from '../src/index.ts';

/** Counts the turns of the loop. */
function loop() {
  let turn = 0;
  let isOver = false;
  const count = () => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  return { now: () => turn, stop: () => (isOver = true) };
}

const busyFor = (milliseconds: number) => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

describe('work in turns', () => {
  test('is done one piece in one turn of the loop, however many come at once', async () => {
    const { take } = createTurns();
    const { now, stop } = loop();
    const turns = await Promise.all(Array.from({ length: 50 }, (_, size) => take(now, { size })));
    stop();
    expect(new Set(turns).size).toBe(50);
  });

  test('leaves the loop to others after a piece for what it took, what followed it at once included', async () => {
    const pauses: number[] = [];
    const { take } = createTurns((worked, next) => {
      pauses.push(worked);
      setImmediate(next);
    });
    const following = async () => {
      await take(() => undefined, { size: 1 });
      await null;
      busyFor(20);
    };
    await Promise.all([following(), following()]);
    await new Promise(setImmediate);
    expect(pauses.length).toBe(2);
    for (const worked of pauses) expect(worked).toBeGreaterThanOrEqual(20);
  });

  test('is done small before large, and in the order it came where it is as small', async () => {
    const { take } = createTurns();
    const done: string[] = [];
    const sizes = [90_000, 30_000, 50_000, 30_000, 10_000];
    await Promise.all(sizes.map((size, index) => take(() => done.push(`${size} ${index}`), { size })));
    expect(done).toEqual(['10000 4', '30000 1', '30000 3', '50000 2', '90000 0']);
  });

  test('is done in the end, however many smaller pieces keep coming', async () => {
    const { take } = createTurns();
    let isDone = false;
    let smaller = 0;
    const large = take(() => (isDone = true), { size: 3_000 });
    const crowd = async () => {
      while (!isDone && smaller < 100_000) await take(() => (smaller += 1), { size: 1 });
    };
    await Promise.all([large, crowd(), crowd()]);
    expect(smaller).toBeGreaterThan(1);
    expect(smaller).toBeLessThan(100_000);
  });

  test('tells its outcome, and goes on after a failure', async () => {
    const { take } = createTurns();
    const failing = take(
      () => {
        throw new Error('no');
      },
      { size: 1 },
    );
    await expect(failing).rejects.toThrow('no');
    expect(await take(() => 'yes', { size: 1 })).toBe('yes');
  });

  test('is not done when nobody waits for it any longer', async () => {
    const { take } = createTurns();
    const leaving = new AbortController();
    let done = 0;
    const left = take(() => (done += 1), { size: 1, signal: leaving.signal });
    const stayed = take(() => 'here', { size: 2 });
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect(take(() => (done += 1), { size: 1, signal: leaving.signal })).rejects.toThrow('gone');
    expect([await stayed, done]).toEqual(['here', 0]);
  });
});
