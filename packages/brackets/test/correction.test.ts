import { affectedBy, applied, type Correction, correct, type Match, planStage, reopen } from '../src/index.ts';
import { randomFrom } from '../src/random.ts';
import { after, chance, favourite, matchOf, names, outcome, playedOut, seated } from './play.ts';

const changed = (matches: readonly Match[], correction: Correction): Match[] => {
  if (correction.code !== null) throw new Error(correction.code);
  return applied(matches, correction.changes);
};

describe('reopening', () => {
  const played = after(seated(planStage('SINGLE_ELIMINATION', 8, { thirdPlace: true })), {
    'WINNERS/1/1': [1, 0],
    'WINNERS/1/2': [1, 0],
    'WINNERS/1/3': [1, 0],
    'WINNERS/2/1': [0, 1],
  });

  test('takes people out of later matches that were not played', () => {
    const correction = reopen(played, 'WINNERS/1/3');
    expect(correction).toMatchObject({ affected: ['WINNERS/2/2'] });
    const now = changed(played, correction);
    expect(matchOf(now, 'WINNERS/1/3')).toMatchObject({ status: 'READY', slots: [{ score: null, result: null }, {}] });
    expect(names(matchOf(now, 'WINNERS/2/2'))).toEqual([null, null]);
  });

  test('is refused when later ones were played, and says which', () => {
    expect(reopen(played, 'WINNERS/1/1')).toMatchObject({ code: 'DOWNSTREAM_PLAYED', played: ['WINNERS/2/1'] });
  });

  test('with cascade resets exactly those that built upon it, in order', () => {
    const correction = reopen(played, 'WINNERS/1/1', { cascade: true });
    expect(correction).toMatchObject({ affected: ['WINNERS/2/1', 'THIRD_PLACE/1/1', 'WINNERS/3/1'] });
    const now = changed(played, correction);
    expect(now).toEqual(
      after(seated(planStage('SINGLE_ELIMINATION', 8, { thirdPlace: true })), {
        'WINNERS/1/2': [1, 0],
        'WINNERS/1/3': [1, 0],
      }),
    );
  });

  test('undoes what was decided by it without play', () => {
    const plan = seated(planStage('DOUBLE_ELIMINATION', 4, { grandFinal: 'DOUBLE' }));
    const over = playedOut(plan, favourite);
    const now = changed(over, reopen(over, 'GRAND_FINAL/1/1'));
    expect(matchOf(now, 'GRAND_FINAL/2/1')).toMatchObject({
      status: 'LOCKED',
      slots: [{ vacant: false }, { vacant: false }],
    });
  });

  test('of a match in play goes no further than it', () => {
    const inPlay = played.map((it) => (it.key === 'WINNERS/2/2' ? { ...it, status: 'IN_PROGRESS' as const } : it));
    expect(reopen(inPlay, 'WINNERS/1/3')).toMatchObject({ code: 'DOWNSTREAM_PLAYED', played: ['WINNERS/2/2'] });
    expect(affectedBy(inPlay, 'WINNERS/1/3')).toEqual(['WINNERS/2/2']);
  });

  test('of a league or Swiss touches nothing else; what was not played cannot be reopened', () => {
    const league = after(seated(planStage('ROUND_ROBIN', 4)), { 'GROUP/1/1': [1, 0], 'GROUP/2/1': [1, 0] });
    expect(reopen(league, 'GROUP/1/1')).toMatchObject({ affected: [] });
    expect(() => reopen(league, 'GROUP/3/1')).toThrow('was not played');
  });

  test('and playing on the same gives the same stage, from wherever it is reopened', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const over = playedOut(
        seated(planStage('DOUBLE_ELIMINATION', 11, { grandFinal: 'DOUBLE' })),
        chance(randomFrom(seed)),
      );
      const results = new Map(over.map(({ key, slots }) => [key, slots]));
      for (const { key } of over.filter(({ status }) => status === 'COMPLETED')) {
        const again = playedOut(changed(over, reopen(over, key, { cascade: true })), (match) => {
          const [one, other] = results.get(match.key) ?? match.slots;
          return { scores: [one.score, other.score], results: [one.result ?? 'WIN', other.result ?? 'LOSS'] };
        });
        expect(again).toEqual(over);
      }
    }
  });
});

describe('correcting', () => {
  const over = playedOut(seated(planStage('SINGLE_ELIMINATION', 4)), favourite);

  test('of a score alone touches no other match', () => {
    expect(correct(over, 'WINNERS/1/1', outcome([7, 5]))).toMatchObject({
      code: null,
      affected: [],
      changes: [{ match: 'WINNERS/1/1' }],
    });
  });

  test('of the winner moves the other one on, once cascade allows it', () => {
    expect(correct(over, 'WINNERS/1/1', outcome([0, 1]))).toMatchObject({ code: 'DOWNSTREAM_PLAYED' });
    const now = changed(over, correct(over, 'WINNERS/1/1', outcome([0, 1]), { cascade: true }));
    expect(names(matchOf(now, 'WINNERS/2/1'))).toEqual(['p4', 'p2']);
    expect(matchOf(now, 'WINNERS/2/1')).toMatchObject({ status: 'READY', slots: [{ result: null }, { result: null }] });
  });
});
