import { crossed } from '../src/formats/double-elimination.ts';
import { type PlannedMatch, planStage, type SlotSource } from '../src/index.ts';
import { after, favourite, matchOf, names, playedOut, seated } from './play.ts';

describe('a double elimination', () => {
  test('has 2n - 2 matches, one less without a grand final, one more with a second', () => {
    for (const participants of [2, 3, 4, 5, 8, 13, 64, 100, 1024]) {
      const count = (grandFinal: 'SINGLE' | 'DOUBLE' | 'NONE') =>
        planStage('DOUBLE_ELIMINATION', participants, { grandFinal }).length;
      expect([count('NONE'), count('SINGLE'), count('DOUBLE')]).toEqual([
        2 * participants - 3,
        2 * participants - 2,
        2 * participants - 1,
      ]);
    }
  });

  test('takes the losers of each round of the winners into its own', () => {
    const sources = Object.fromEntries(
      planStage('DOUBLE_ELIMINATION', 8).map(({ key, slots }) => [key, slots.map(({ source }) => shortOf(source))]),
    );
    expect(sources).toMatchObject({
      'LOSERS/1/1': ['L WINNERS/1/1', 'L WINNERS/1/2'],
      'LOSERS/1/2': ['L WINNERS/1/3', 'L WINNERS/1/4'],
      'LOSERS/2/1': ['L WINNERS/2/2', 'W LOSERS/1/1'],
      'LOSERS/2/2': ['L WINNERS/2/1', 'W LOSERS/1/2'],
      'LOSERS/3/1': ['W LOSERS/2/1', 'W LOSERS/2/2'],
      'LOSERS/4/1': ['L WINNERS/3/1', 'W LOSERS/3/1'],
      'GRAND_FINAL/1/1': ['W WINNERS/3/1', 'W LOSERS/4/1'],
    });
  });

  test('crosses, so that those who met meet again as late as any order by halves allows', () => {
    expect(crossed([1, 2, 3, 4], 1)).toEqual([3, 4, 1, 2]);
    expect(crossed([1, 2, 3, 4], 2)).toEqual([2, 1, 4, 3]);
    const earliest = [4, 8, 16, 32, 64, 128].map((size) => earliestRematch(planStage('DOUBLE_ELIMINATION', size)));
    expect(earliest).toEqual([2, 3, 4, 5, 7, 8]);
  });

  test('ends with the grand final if the winners’ side wins it', () => {
    const played = playedOut(seated(planStage('DOUBLE_ELIMINATION', 4, { grandFinal: 'DOUBLE' })), favourite);
    expect(names(matchOf(played, 'GRAND_FINAL/1/1'))).toEqual(['p1', 'p2']);
    expect(matchOf(played, 'GRAND_FINAL/2/1')).toMatchObject({ status: 'CANCELLED' });
    expect(names(matchOf(played, 'GRAND_FINAL/2/1'))).toEqual([null, null]);
  });

  test('plays a second grand final after a first defeat', () => {
    const plan = planStage('DOUBLE_ELIMINATION', 2, { grandFinal: 'DOUBLE' });
    const played = after(seated(plan), { 'WINNERS/1/1': [1, 0], 'GRAND_FINAL/1/1': [0, 1] });
    expect(matchOf(played, 'GRAND_FINAL/2/1')).toMatchObject({ status: 'READY', label: 'Second grand final' });
    expect(names(matchOf(played, 'GRAND_FINAL/2/1'))).toEqual(['p2', 'p1']);
  });

  test('of 1,024 is drawn up within milliseconds', () => {
    const took = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      expect(planStage('DOUBLE_ELIMINATION', 1024)).toHaveLength(2046);
      return process.cpuUsage(before).user / 1000;
    });
    expect(Math.min(...took)).toBeLessThan(100); // 12 ms as a rule
  });
});

const shortOf = (source: SlotSource): string => ('match' in source ? `${source.kind[0]} ${source.match}` : source.kind);

/** The first losers' round in which two may meet who have met among the winners. */
function earliestRematch(plan: readonly PlannedMatch[]): number {
  const byKey = new Map(plan.map((match) => [match.key, match]));
  const drops = (source: SlotSource): string[] => {
    if (source.kind === 'LOSER') return [source.match];
    return source.kind === 'WINNER' ? (byKey.get(source.match)?.slots ?? []).flatMap((it) => drops(it.source)) : [];
  };
  const beyond = (key: string): string[] => {
    const next = byKey.get(key)?.next.winner?.match;
    return next?.startsWith('WINNERS') ? [next, ...beyond(next)] : [];
  };
  const mayHaveMet = ([one, other]: readonly string[][]): boolean =>
    (one ?? []).some((it) => (other ?? []).some((that) => beyond(it).includes(that) || beyond(that).includes(it)));
  const rematches = plan.filter(
    ({ side, slots }) => side === 'LOSERS' && mayHaveMet(slots.map(({ source }) => drops(source))),
  );
  return Math.min(...rematches.map(({ round }) => round));
}
