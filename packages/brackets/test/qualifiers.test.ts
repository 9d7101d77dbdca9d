import { groupName, planStage, qualifiers, type SlotSource } from '../src/index.ts';

const shortOf = (source: SlotSource): string =>
  source.kind === 'GROUP' ? `${source.groupName ?? ''}${source.rank}` : source.kind;
const firstRound = (groupCount: number, toRank: number): string[] => {
  const entrants = qualifiers({ groupCount, fromRank: 1, toRank });
  const plan = planStage('SINGLE_ELIMINATION', entrants.length, {}, entrants);
  const pairs = plan.map(({ slots }) => slots.map(({ source }) => shortOf(source)).join(' '));
  return pairs.filter((pair) => !/WINNER/.test(pair));
};

const isOfOneGroup = (pair: string): boolean => new Set(pair.replace(/\d+/g, '').split(' ')).size === 1;

describe('from groups into a knock-out', () => {
  test('winners of groups meet runners-up of others', () => {
    expect(firstRound(4, 2)).toEqual(['A1 C2', 'D1 B2', 'B1 D2', 'C1 A2']);
  });

  test('nobody meets one of the same group in the first round', () => {
    for (let groupCount = 2; groupCount <= 24; groupCount++)
      for (let toRank = 1; toRank <= 4; toRank++)
        expect([groupCount, toRank, firstRound(groupCount, toRank).filter(isOfOneGroup)]).toEqual([
          groupCount,
          toRank,
          [],
        ]);
  });

  test('winner and runner-up of a group meet in the final only, where the numbers allow it', () => {
    for (const groupCount of [2, 4, 8, 16]) {
      const entrants = qualifiers({ groupCount, fromRank: 1, toRank: 2 });
      const plan = planStage('SINGLE_ELIMINATION', entrants.length, {}, entrants);
      const round = plan
        .filter((match) => match.round === 1)
        .map(({ slots }) => slots.map(({ source }) => shortOf(source)));
      const upper = round.slice(0, round.length / 2).flat();
      for (let at = 0; at < groupCount; at++)
        expect(upper.filter((it) => it.replace(/\d$/, '') === groupName(at))).toHaveLength(1);
    }
  });

  test('ranks of a whole table keep their order', () => {
    expect(qualifiers({ groupCount: 1, fromRank: 3, toRank: 5 }).map(shortOf)).toEqual(['3', '4', '5']);
  });

  test('of 256 groups are set apart in no time', () => {
    const before = process.cpuUsage();
    expect(firstRound(256, 2)).toHaveLength(256);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });
});
