import { answerText, rememberText } from '../src/answer-text.ts';
import { loop } from './fixture/loop.ts';

const items = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id, name: `n"${id}`, none: null, left: undefined }));

/** How many turns the loop makes until the work is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  const { now, stop } = loop();
  await work();
  stop();
  return now();
}

describe('the text of an answer', () => {
  test.each([
    ['a small one', { data: { id: 1, left: undefined } }],
    ['a large one', { data: { list: items(5_000), empty: [], nothing: {} }, errors: [], extensions: { cost: 1 } }],
    ['one with lists in lists', { data: { list: [items(900), [items(900), []], undefined, items(900)] } }],
    ['one with a long text', { data: { text: 'x'.repeat(100_000), list: items(2_000) } }],
    ['one with objects that write themselves', { data: { at: [new Date(0)], list: items(2_000) } }],
    ['one of many fields', { data: Object.fromEntries(items(3_000).map((item) => [`f"${item.id}`, item])) }],
  ])('is what JSON.stringify writes: %s', async (_, answer) => {
    expect(await answerText(answer)).toBe(`${JSON.stringify(answer)}\n`);
  });

  test('is written in pieces where it is large, and the loop turns in between', async () => {
    const answer = { data: { list: items(20_000) } };
    expect(await turnsDuring(() => answerText(answer))).toBeGreaterThan(50);
  });

  test('is written once for an object that lasts', async () => {
    let written = 0;
    const data = {
      get list() {
        written += 1;
        return items(2_000);
      },
    };
    rememberText(data);
    const [first, second] = [await answerText({ data }), await answerText({ data, extensions: { cost: 1 } })];
    expect(written).toBe(1);
    expect(second).toBe(first.replace(/\}\n$/, ',"extensions":{"cost":1}}\n'));
  });
});
