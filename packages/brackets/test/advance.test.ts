import {
  advance,
  applied,
  forfeited,
  planStage,
  type StageFormat,
  type StageSettings,
  seat,
  withdraw,
} from '../src/index.ts';
import { after, bySeed, favourite, matchOf, names, outcome, p, playedOut, seated } from './play.ts';

const stage = (format: StageFormat, participants: number, settings?: Partial<StageSettings>) =>
  seated(planStage(format, participants, settings));

describe('a result', () => {
  test('moves the winner on, and says which slots of which matches change', () => {
    const matches = stage('SINGLE_ELIMINATION', 4);
    expect(advance(matches, 'WINNERS/1/2', outcome([1, 3]))).toEqual([
      {
        match: 'WINNERS/1/2',
        status: 'COMPLETED',
        slots: [
          { slot: 0, participant: 'p2', vacant: false, score: 1, result: 'LOSS' },
          { slot: 1, participant: 'p3', vacant: false, score: 3, result: 'WIN' },
        ],
      },
      {
        match: 'WINNERS/2/1',
        status: 'LOCKED',
        slots: [{ slot: 1, participant: 'p3', vacant: false, score: null, result: null }],
      },
    ]);
  });

  test('opens the next match once both are there, and moves the loser where losers go', () => {
    const played = after(stage('DOUBLE_ELIMINATION', 4), { 'WINNERS/1/1': [2, 0], 'WINNERS/1/2': [0, 2] });
    expect(matchOf(played, 'WINNERS/2/1')).toMatchObject({ status: 'READY' });
    expect(names(matchOf(played, 'WINNERS/2/1'))).toEqual(['p1', 'p3']);
    expect(names(matchOf(played, 'LOSERS/1/1'))).toEqual(['p4', 'p2']);
  });

  test('of a group changes that match alone', () => {
    expect(advance(stage('ROUND_ROBIN', 4), 'GROUP/1/1', outcome([1, 1]))).toHaveLength(1);
  });

  test('is refused for a match that is decided, waits, is not there, or needs a winner', () => {
    const matches = stage('SINGLE_ELIMINATION', 4);
    expect(() => advance(matches, 'WINNERS/2/1', outcome([1, 0]))).toThrow('waits for its participants');
    expect(() => advance(matches, 'WINNERS/9/1', outcome([1, 0]))).toThrow('no match');
    expect(() => advance(matches, 'WINNERS/1/1', outcome([1, 1]))).toThrow('needs a winner');
    const played = after(matches, { 'WINNERS/1/1': [1, 0] });
    expect(() => advance(played, 'WINNERS/1/1', outcome([1, 0]))).toThrow('is decided');
  });
});

describe('a double forfeit', () => {
  test('lets whoever waits in the next match go on without playing', () => {
    const played = after(stage('SINGLE_ELIMINATION', 8), { 'WINNERS/1/1': [1, 0] });
    const changed = applied(played, advance(played, 'WINNERS/1/2', forfeited([0, 1])));
    expect(matchOf(changed, 'WINNERS/1/2').slots.map(({ result }) => result)).toEqual([
      'DOUBLE_FORFEIT',
      'DOUBLE_FORFEIT',
    ]);
    expect(matchOf(changed, 'WINNERS/2/1')).toMatchObject({
      status: 'BYE',
      slots: [{ result: 'BYE' }, { vacant: true }],
    });
    expect(names(matchOf(changed, 'WINNERS/3/1'))).toEqual(['p1', null]);
  });

  test('of both semi-finals cancels the final, and the match for third place', () => {
    let matches = stage('SINGLE_ELIMINATION', 4, { thirdPlace: true });
    for (const key of ['WINNERS/1/1', 'WINNERS/1/2'])
      matches = applied(matches, advance(matches, key, forfeited([0, 1])));
    expect(matches.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED', 'CANCELLED', 'CANCELLED']);
  });

  test('of two matches in a row goes through the losers’ bracket', () => {
    let matches = stage('DOUBLE_ELIMINATION', 8, { grandFinal: 'DOUBLE' });
    for (const key of ['WINNERS/1/1', 'WINNERS/1/2'])
      matches = applied(matches, advance(matches, key, forfeited([0, 1])));
    expect(matchOf(matches, 'LOSERS/1/1').status).toBe('CANCELLED');
    expect(matchOf(matches, 'WINNERS/2/1').status).toBe('CANCELLED');
    const over = playedOut(matches, favourite);
    expect(names(matchOf(over, 'GRAND_FINAL/1/1'))).toEqual(['p2', 'p3']);
    expect(over.filter(({ status }) => status === 'LOCKED' || status === 'READY')).toEqual([]);
  });
});

describe('a walkover', () => {
  test('puts the one who stayed away into the losers’ bracket, as a defeat does', () => {
    const matches = stage('DOUBLE_ELIMINATION', 4);
    const changed = applied(matches, advance(matches, 'WINNERS/1/1', forfeited([0])));
    expect(names(matchOf(changed, 'WINNERS/2/1'))).toEqual(['p4', null]);
    expect(names(matchOf(changed, 'LOSERS/1/1'))).toEqual(['p1', null]);
  });
});

describe('a withdrawal', () => {
  test('forfeits the match at hand, and those to come as soon as an opponent is there', () => {
    const played = after(stage('SINGLE_ELIMINATION', 4), { 'WINNERS/1/1': [1, 0] });
    const left = applied(played, withdraw(played, 'p1'));
    expect(matchOf(left, 'WINNERS/2/1')).toMatchObject({ status: 'LOCKED' });
    const over = applied(left, advance(left, 'WINNERS/1/2', outcome([0, 1]), new Set(['p1'])));
    expect(matchOf(over, 'WINNERS/2/1')).toMatchObject({
      status: 'COMPLETED',
      slots: [
        { participant: 'p1', result: 'FORFEIT' },
        { participant: 'p3', result: 'WIN' },
      ],
    });
  });

  test('keeps them out of the losers’ bracket', () => {
    const matches = stage('DOUBLE_ELIMINATION', 4);
    const left = applied(matches, withdraw(matches, 'p1'));
    expect(names(matchOf(left, 'WINNERS/2/1'))).toEqual(['p4', null]);
    expect(matchOf(left, 'LOSERS/1/1').slots[0]).toMatchObject({ participant: null, vacant: true });
  });

  test('from a league forfeits all that is open, and no more', () => {
    const played = after(stage('ROUND_ROBIN', 4), { 'GROUP/1/1': [2, 0] });
    expect(names(matchOf(played, 'GROUP/1/1'))).toContain('p1');
    const changes = withdraw(played, 'p1');
    expect(changes).toHaveLength(2);
    const results = applied(played, changes).flatMap(({ slots }) => slots.filter((it) => it.participant === 'p1'));
    expect(results.map(({ result }) => result)).toEqual(['WIN', 'FORFEIT', 'FORFEIT']);
  });

  test('before the start makes the first match a walkover; of both, nobody goes on', () => {
    const plan = planStage('SINGLE_ELIMINATION', 4);
    const matches = seated(plan, new Set([p(1), p(2), p(3)]));
    expect(matchOf(matches, 'WINNERS/1/1').slots.map(({ result }) => result)).toEqual(['FORFEIT', 'WIN']);
    expect(matchOf(matches, 'WINNERS/1/2').slots.map(({ result }) => result)).toEqual([
      'DOUBLE_FORFEIT',
      'DOUBLE_FORFEIT',
    ]);
    expect(matchOf(matches, 'WINNERS/2/1')).toMatchObject({ status: 'BYE' });
  });

  test('of the winners’ finalist before the grand final needs no second one', () => {
    const before = after(stage('DOUBLE_ELIMINATION', 2, { grandFinal: 'DOUBLE' }), { 'WINNERS/1/1': [1, 0] });
    const left = applied(before, withdraw(before, 'p1'));
    expect(matchOf(left, 'GRAND_FINAL/1/1').status).toBe('COMPLETED');
    expect(matchOf(left, 'GRAND_FINAL/2/1')).toMatchObject({
      status: 'BYE',
      slots: [{ participant: 'p2', result: 'BYE' }, {}],
    });
  });
});

test('a seed of whom nobody knows is vacant', () => {
  const matches = seat(planStage('SINGLE_ELIMINATION', 4), (source) =>
    bySeed(source) === 'p4' ? null : bySeed(source),
  );
  expect(matchOf(matches, 'WINNERS/1/1').status).toBe('BYE');
  expect(names(matchOf(matches, 'WINNERS/2/1'))).toEqual(['p1', null]);
});

test('rows survive JSON', () => {
  const matches = stage('DOUBLE_ELIMINATION', 6);
  expect(JSON.parse(JSON.stringify(matches))).toEqual(matches);
});
