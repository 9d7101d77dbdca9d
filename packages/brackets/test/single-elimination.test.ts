import { type PlannedMatch, planStage } from '../src/index.ts';
import { favourite, matchOf, names, playedOut, seated } from './play.ts';

const seeds = (match: PlannedMatch): number[] =>
  match.slots.flatMap(({ source }) => (source.kind === 'SEED' ? source.seed : []));
const firstRound = (plan: readonly PlannedMatch[]) => plan.filter(({ round }) => round === 1).map(seeds);

describe('a single elimination', () => {
  test('of 8 lets seeds meet 1-8, 4-5, 2-7, 3-6', () => {
    expect(firstRound(planStage('SINGLE_ELIMINATION', 8))).toEqual([
      [1, 8],
      [4, 5],
      [2, 7],
      [3, 6],
    ]);
  });

  test('of 2 is a final', () => {
    expect(planStage('SINGLE_ELIMINATION', 2)).toEqual([
      {
        key: 'WINNERS/1/1',
        side: 'WINNERS',
        group: null,
        round: 1,
        number: 1,
        label: 'Final',
        bestOf: 1,
        isReset: false,
        slots: [{ source: { kind: 'SEED', seed: 1 } }, { source: { kind: 'SEED', seed: 2 } }],
        next: { winner: null, loser: null },
      },
    ]);
  });

  test('gives byes to the top seeds, who stand in the second round at once', () => {
    const plan = planStage('SINGLE_ELIMINATION', 13);
    expect(firstRound(plan)).toEqual([
      [8, 9],
      [4, 13],
      [5, 12],
      [7, 10],
      [6, 11],
    ]);
    expect(plan.filter(({ round }) => round === 2).map(seeds)).toEqual([[1], [], [2], [3]]);
  });

  test('names its last rounds after the final', () => {
    const labels = planStage('SINGLE_ELIMINATION', 16, { thirdPlace: true }).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(['Round of 16, match 1', 'Round of 16, match 2']);
    expect(labels.slice(8)).toEqual([
      'Quarter-final 1',
      'Quarter-final 2',
      'Quarter-final 3',
      'Quarter-final 4',
      'Semi-final 1',
      'Semi-final 2',
      'Match for third place',
      'Final',
    ]);
  });

  test('plays for third place where there are two semi-finals with losers', () => {
    for (const [participants, matches] of [
      [2, 1],
      [3, 2],
      [4, 4],
      [5, 5],
      [8, 8],
    ] as const)
      expect(planStage('SINGLE_ELIMINATION', participants, { thirdPlace: true })).toHaveLength(matches);
    const played = playedOut(seated(planStage('SINGLE_ELIMINATION', 8, { thirdPlace: true })), favourite);
    expect(names(matchOf(played, 'THIRD_PLACE/1/1'))).toEqual(['p4', 'p3']);
  });

  test('plays more games in the final', () => {
    const plan = planStage('SINGLE_ELIMINATION', 4, { bestOf: 3, finalBestOf: 5, thirdPlace: true });
    expect(plan.map(({ key, bestOf }) => [key, bestOf])).toEqual([
      ['WINNERS/1/1', 3],
      ['WINNERS/1/2', 3],
      ['THIRD_PLACE/1/1', 3],
      ['WINNERS/2/1', 5],
    ]);
  });

  test('lets the top two meet in the final only, whatever the size', () => {
    for (const participants of [2, 3, 7, 12, 13, 33, 100]) {
      const final = playedOut(seated(planStage('SINGLE_ELIMINATION', participants)), favourite).at(-1);
      expect(final && names(final)).toEqual(['p1', 'p2']);
    }
  });

  test('refuses fields that are too small or too large, and settings that cannot be', () => {
    expect(() => planStage('SINGLE_ELIMINATION', 1)).toThrow('two participants');
    expect(() => planStage('SINGLE_ELIMINATION', Number.NaN)).toThrow('two participants');
    expect(() => planStage('SINGLE_ELIMINATION', 2.5)).toThrow('two participants');
    expect(() => planStage('SINGLE_ELIMINATION', 1025)).toThrow('at most 1024');
    expect(() => planStage('SINGLE_ELIMINATION', 8, { bestOf: 2 })).toThrow('no winner');
    expect(() => planStage('SINGLE_ELIMINATION', 8, { bestOf: Number.POSITIVE_INFINITY })).toThrow('1 to 99');
  });
});
