import { type ScoreReport, validateScore } from '../src/index.ts';

const single = { bestOf: 1, allowDraws: false };
const series = { bestOf: 5, allowDraws: false };
const games = (...scores: [number, number][]) => scores.map((it) => ({ scores: it }));

describe('a score', () => {
  test('says who won', () => {
    expect(validateScore({ scores: [3, 1] }, single)).toEqual({ scores: [3, 1], results: ['WIN', 'LOSS'] });
    expect(validateScore({ scores: [0.5, 1.5] }, single)).toEqual({ scores: [0.5, 1.5], results: ['LOSS', 'WIN'] });
  });

  test.each([
    [[-1, 0]],
    [[Number.NaN, 1]],
    [[Number.POSITIVE_INFINITY, 1]],
    [[1e7, 1]],
    [[1]],
    [[1, 0, 0]],
    [[]],
    [['2', 1] as unknown as number[]],
    [[null, 1] as unknown as number[]],
  ])('%j is none', (scores) => {
    expect(validateScore({ scores }, single)).toMatchObject({ code: 'SCORE_INVALID' });
  });

  test('of minus zero is zero', () => {
    expect(validateScore({ scores: [-0, 1] }, single)).toEqual({ scores: [0, 1], results: ['LOSS', 'WIN'] });
  });

  test('may be level where draws are allowed', () => {
    expect(validateScore({ scores: [2, 2] }, single)).toMatchObject({ code: 'DRAW_NOT_ALLOWED' });
    expect(validateScore({ scores: [2, 2] }, { ...single, allowDraws: true })).toMatchObject({
      results: ['DRAW', 'DRAW'],
    });
    expect(validateScore({ scores: [1, 1] }, { bestOf: 2, allowDraws: true })).toMatchObject({
      results: ['DRAW', 'DRAW'],
    });
    expect(validateScore({ scores: [1, 1] }, { bestOf: 3, allowDraws: true })).toMatchObject({ code: 'SCORE_INVALID' });
  });
});

describe('a series', () => {
  test.each([[[3, 0]], [[3, 2]], [[1, 3]]])('may end %j', (scores) => {
    expect(validateScore({ scores }, series)).not.toHaveProperty('code');
  });

  test.each([[[2, 1]], [[4, 1]], [[3, 3]], [[5, 0]], [[2.5, 3]], [[3, 2.5]]])('may not end %j', (scores) => {
    expect(validateScore({ scores }, series)).toHaveProperty('code');
  });

  test.each<[string, ScoreReport, string | null]>([
    ['add up', { scores: [3, 1], games: games([11, 2], [9, 11], [11, 0], [12, 10]) }, null],
    ['are one too few', { scores: [3, 1], games: games([11, 2], [9, 11], [11, 0]) }, 'add up'],
    ['say another', { scores: [1, 3], games: games([11, 2], [9, 11], [11, 0], [12, 10]) }, 'add up'],
    ['go on after the end', { scores: [3, 1], games: games([11, 2], [11, 9], [11, 0], [2, 11]) }, 'after the series'],
    ['are level', { scores: [3, 0], games: games([1, 1], [2, 1], [3, 1]) }, 'needs a winner'],
    ['are too many', { scores: [3, 2], games: games([1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [1, 0]) }, 'at most 5'],
    ['hold no scores', { scores: [3, 0], games: games([1, 0], [1, 0], [Number.NaN, 0]) }, 'two scores'],
  ])('whose games %s', (_, report, message) => {
    const result = validateScore(report, series);
    if (message === null) expect(result).not.toHaveProperty('code');
    else expect(result).toMatchObject({ code: 'SCORE_INVALID', message: expect.stringContaining(message) });
  });

  test('of one game has that game’s score', () => {
    expect(validateScore({ scores: [3, 1], games: games([3, 1]) }, single)).not.toHaveProperty('code');
    expect(validateScore({ scores: [3, 1], games: games([3, 2]) }, single)).toMatchObject({ code: 'SCORE_INVALID' });
  });
});

describe('a forfeit', () => {
  test('loses, whatever the score was', () => {
    expect(validateScore({ scores: [0, 0], forfeitSlots: [0] }, single)).toEqual({
      scores: [null, null],
      results: ['FORFEIT', 'WIN'],
    });
    expect(validateScore({ scores: [2, 0], forfeitSlots: [0] }, series)).toEqual({
      scores: [2, 0],
      results: ['FORFEIT', 'WIN'],
    });
  });

  test('of both is a double forfeit', () => {
    expect(validateScore({ scores: [0, 0], forfeitSlots: [1, 0] }, single)).toMatchObject({
      results: ['DOUBLE_FORFEIT', 'DOUBLE_FORFEIT'],
    });
  });

  test.each([[[2]], [[-1]], [[0, 0]], [[0.5]], [[0, 1, 1]]])('of slots %j is none', (forfeitSlots) => {
    expect(validateScore({ scores: [0, 0], forfeitSlots }, single)).toMatchObject({ code: 'SCORE_INVALID' });
  });

  test('does not excuse a score that is none', () => {
    expect(validateScore({ scores: [-1, 0], forfeitSlots: [0] }, single)).toMatchObject({ code: 'SCORE_INVALID' });
  });
});
