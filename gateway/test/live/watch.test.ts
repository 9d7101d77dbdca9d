import { createReader } from '../../src/live/reader.ts';
import { createWatch } from '../../src/live/watch.ts';

const reader = (since: number) => createReader({ since, left: () => undefined });

/** Lets so many steps of others go by. */
const steps = async (count: number) => {
  for (let step = 0; step < count; step += 1) await undefined;
};

describe.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('%i steps after a look', (count) => {
  test('a change that is heard of is looked at, and who joins is told', async () => {
    let version = 1;
    let looks = 0;
    let looked = () => {};
    const watch = createWatch({
      look: async () => {
        looks += 1;
        looked();
        return { told: { result: { data: { looks } }, version, isNothing: false } };
      },
      abandoned: () => undefined,
    });
    const [first, second] = [reader(0), reader(0)];
    const isLooked = new Promise<void>((resolve) => (looked = resolve));
    watch.join(first);
    await isLooked;
    await steps(count);
    version = 2;
    watch.hear(2);
    watch.join(second);
    expect(await untilTold(first, 2)).toBe(2);
    expect(await untilTold(second, 2)).toBe(2);
  });
});

/** Reads on until that version, or what is there in its place when nothing more comes. */
async function untilTold({ results }: ReturnType<typeof reader>, version: number): Promise<unknown> {
  for (;;) {
    const { value } = await results.next();
    const { live } = (value?.extensions ?? {}) as { live?: { version: number } };
    if (!live || live.version >= version) return live?.version;
  }
}
