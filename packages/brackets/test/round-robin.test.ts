import { type PlannedMatch, planStage } from '../src/index.ts';

const pairs = (plan: readonly PlannedMatch[]): string[] =>
  plan.map(({ slots }) => slots.map(({ source }) => (source.kind === 'SEED' ? source.seed : '?')).join('-'));
const sorted = (pair: string): string =>
  pair
    .split('-')
    .map(Number)
    .sort((one, other) => one - other)
    .join('-');

describe('a round robin', () => {
  test('lets each meet each, nobody twice a round, in as few rounds as can be', () => {
    for (let size = 2; size <= 40; size++) {
      const plan = planStage('ROUND_ROBIN', size);
      expect(new Set(pairs(plan).map(sorted)).size).toBe((size * (size - 1)) / 2);
      expect(plan).toHaveLength((size * (size - 1)) / 2);
      expect(Math.max(...plan.map(({ round }) => round))).toBe(size % 2 === 0 ? size - 1 : size);
      for (let round = 1; round < size; round++) {
        const seeds = pairs(plan.filter((match) => match.round === round)).flatMap((pair) => pair.split('-'));
        expect(new Set(seeds).size).toBe(seeds.length);
      }
    }
  });

  test('gives each as many matches at home as away, or one more or less', () => {
    for (const size of [2, 3, 4, 7, 10, 11, 20]) {
      const balance = new Map<string, number>();
      for (const pair of pairs(planStage('ROUND_ROBIN', size))) {
        const [home = '', away = ''] = pair.split('-');
        balance.set(home, (balance.get(home) ?? 0) + 1);
        balance.set(away, (balance.get(away) ?? 0) - 1);
      }
      expect(Math.max(...[...balance.values()].map(Math.abs))).toBe(size % 2 === 0 ? 1 : 0);
    }
  });

  test('turns the right of the home side with each leg', () => {
    const plan = planStage('ROUND_ROBIN', 4, { legs: 2 });
    const [first, second] = [plan.slice(0, 6), plan.slice(6)].map(pairs) as [string[], string[]];
    expect(second).toEqual(first.map((pair) => pair.split('-').reverse().join('-')));
    expect(plan.at(-1)).toMatchObject({ key: 'GROUP/6/2', label: 'Round 6, match 2' });
  });

  test('spreads seeds over groups in a snake, and in groups of 4 each plays 3', () => {
    const plan = planStage('ROUND_ROBIN', 16, { groupCount: 4 });
    const seedsOf = (name: string): number[] =>
      pairs(plan.filter(({ group }) => group === name)).flatMap((pair) => pair.split('-').map(Number));
    for (const [name, seeds] of Object.entries({
      A: [1, 8, 9, 16],
      B: [2, 7, 10, 15],
      C: [3, 6, 11, 14],
      D: [4, 5, 12, 13],
    }))
      expect(seedsOf(name).sort((one, other) => one - other)).toEqual(seeds.flatMap((seed) => [seed, seed, seed]));
    expect(plan).toHaveLength(24);
    expect(plan[0]).toMatchObject({ key: 'GROUP/A/1/1', label: 'Group A, round 1, match 1' });
  });

  test('refuses groups of one and stages without end', () => {
    expect(() => planStage('ROUND_ROBIN', 7, { groupCount: 4 })).toThrow('A group needs two participants');
    expect(() => planStage('ROUND_ROBIN', 8, { groupCount: 0 })).toThrow('at least one group');
    expect(() => planStage('ROUND_ROBIN', 1024)).toThrow('at most 4096 matches');
    expect(() => planStage('ROUND_ROBIN', 8, { legs: 1e9 })).toThrow('1 to 10 legs');
  });
});
