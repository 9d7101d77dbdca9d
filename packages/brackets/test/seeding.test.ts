import { groupName, seedOrder, shuffled, snake, standardSeeding } from '../src/index.ts';

const candidates = [
  { id: 'a', rating: 1200, rank: 2 },
  { id: 'b', rating: null, rank: 1 },
  { id: 'c', rating: 1900 },
  { id: 'd', rating: 1200, rank: 3 },
];

describe('seeding', () => {
  test('goes by hand, by rating or by the stage before; who has none stands behind, ties stay in their order', () => {
    expect(seedOrder(candidates, 'MANUAL')).toEqual(['a', 'b', 'c', 'd']);
    expect(seedOrder(candidates, 'RATING')).toEqual(['c', 'a', 'd', 'b']);
    expect(seedOrder(candidates, 'SNAKE')).toEqual(['c', 'a', 'd', 'b']);
    expect(seedOrder(candidates, 'PREVIOUS_STAGE')).toEqual(['b', 'a', 'd', 'c']);
  });

  test('by chance is the same for the same seed, in whatever order they come', () => {
    const drawn = seedOrder(candidates, 'RANDOM', 42);
    expect(seedOrder(candidates.toReversed(), 'RANDOM', 42)).toEqual(drawn);
    expect(drawn.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    const orders = new Set(Array.from({ length: 200 }, (_, seed) => seedOrder(candidates, 'RANDOM', seed).join('')));
    expect(orders.size).toBe(24);
  });

  test('keeps favourites apart: the sum of two that meet is one more than are left', () => {
    for (let size = 2; size <= 1024; size *= 2) {
      const order = standardSeeding(size);
      expect(new Set(order).size).toBe(size);
      for (let at = 0; at < size; at += 2) expect((order[at] ?? 0) + (order[at + 1] ?? 0)).toBe(size + 1);
    }
  });

  test('fills groups in a snake', () => {
    expect(snake(10, 4)).toEqual([
      [1, 8, 9],
      [2, 7, 10],
      [3, 6],
      [4, 5],
    ]);
    expect([0, 25, 26, 701, 702].map(groupName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });

  test('shuffles fairly', () => {
    const first = Array.from({ length: 3000 }, (_, seed) => shuffled([0, 1, 2], seed)[0]);
    for (const it of [0, 1, 2]) expect(first.filter((one) => one === it).length).toBeGreaterThan(900);
  });
});
