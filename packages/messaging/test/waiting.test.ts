import { createBell } from '../src/waiting/bell.ts';
import { coalesce } from '../src/waiting/coalesce.ts';
import { combine } from '../src/waiting/combine.ts';
import { together } from '../src/waiting/together.ts';
import { eventually } from './support/eventually.ts';

/** A promise that somebody else resolves. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

describe('a bell', () => {
  test('answers a ring that came before the wait, once', async () => {
    const bell = createBell();
    bell.ring();
    bell.ring();
    await bell.wait(1_000_000);
    const waits = bell.wait(1_000_000);
    bell.ring();
    await waits;
  });

  test('does not wait longer than it may', async () => {
    await createBell().wait(1);
  });
});

describe('a coalesced action', () => {
  test('happens once for all requests during it, and once more for them', async () => {
    const doors = [gate(), gate(), gate()];
    let count = 0;
    const action = coalesce(async () => doors[count++]?.passed, 1);
    action.request();
    await eventually(() => expect(count).toBe(1));
    for (let request = 0; request < 5; request++) action.request();
    doors[0]?.open();
    await eventually(() => expect(count).toBe(2));
    doors[1]?.open();
    await action.stop();
    action.request();
    expect(count).toBe(2);
  });

  test('survives its failures', async () => {
    let count = 0;
    const action = coalesce(() => Promise.reject(new Error(`failure ${count++}`)), 1);
    action.request();
    await eventually(() => expect(count).toBe(1));
    action.request();
    await eventually(() => expect(count).toBe(2));
    await action.stop();
  });
});

describe('combined calls', () => {
  test('that come together are one, up to the limit and never torn apart', async () => {
    const works: number[][] = [];
    const call = combine<number>(async (items) => void works.push([...items]), 4);
    await Promise.all([call([1, 2]), call([3]), call([4, 5]), call([6, 7, 8, 9, 10]), call([11])]);
    expect(works).toEqual([[1, 2, 3], [4, 5], [6, 7, 8, 9, 10], [11]]);
  });

  test('fail together, and those that follow do not', async () => {
    const call = combine<number>(
      (items) => (items.includes(1) ? Promise.reject(new Error('one')) : Promise.resolve()),
      2,
    );
    const outcomes = await Promise.allSettled([call([1]), call([2]), call([3])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});

describe('calls that go together', () => {
  test('are one piece of work, and each gets its own result', async () => {
    const works: number[][] = [];
    const double = together<number, number>(async (numbers) => {
      works.push([...numbers]);
      return numbers.map((number) => 2 * number);
    });
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(await double(4)).toBe(8);
    expect(works).toEqual([[1, 2, 3], [4]]);
  });

  test('fail together, and those that follow do not', async () => {
    const call = together<number, number>((numbers) =>
      numbers.includes(1) ? Promise.reject(new Error('one')) : Promise.resolve(numbers),
    );
    const outcomes = await Promise.allSettled([call(1), call(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await call(3)).toBe(3);
  });
});
