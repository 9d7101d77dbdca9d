import { type Edge, maximumWeightMatching } from '../src/blossom.ts';
import { randomFrom } from '../src/random.ts';

/** Pairs first, then weight: the best of all matchings, tried one by one. */
function best(
  size: number,
  edges: readonly Edge[],
  taken: ReadonlySet<number> = new Set(),
  from = 0,
): [number, number] {
  let found: [number, number] = [0, 0];
  for (let at = from; at < edges.length; at++) {
    const [one, other, weight] = edges[at] ?? [0, 0, 0];
    if (taken.has(one) || taken.has(other)) continue;
    const [pairs, sum] = best(size, edges, new Set([...taken, one, other]), at + 1);
    if (pairs + 1 > found[0] || (pairs + 1 === found[0] && sum + weight > found[1])) found = [pairs + 1, sum + weight];
  }
  return found;
}

describe('maximum-weight matching', () => {
  test('finds what trying all matchings finds', () => {
    const random = randomFrom('blossom');
    for (let round = 0; round < 150; round++) {
      const size = 2 + Math.floor(random() * 6);
      const edges: Edge[] = [];
      for (let one = 0; one < size; one++)
        for (let other = one + 1; other < size; other++)
          if (random() < 0.7) edges.push([one, other, 1 + Math.floor(random() * 2 ** (random() < 0.5 ? 3 : 46))]);
      const mates = maximumWeightMatching(size, edges);
      const matched = edges.filter(([one, other]) => mates[one] === other);
      for (const [one, other] of matched) expect(mates[other]).toBe(one);
      expect([matched.length, matched.reduce((sum, [, , weight]) => sum + weight, 0)]).toEqual(best(size, edges));
    }
  });

  test('of nobody, or of strangers, pairs none', () => {
    expect(maximumWeightMatching(0, [])).toEqual([]);
    expect(maximumWeightMatching(2, [])).toEqual([-1, -1]);
    expect(maximumWeightMatching(4, [[0, 1, 5]])).toEqual([1, 0, -1, -1]);
  });
});
