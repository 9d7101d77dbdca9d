import {
  type BracketPreview,
  preview,
  type StageFormat,
  type StageSettings,
  settingsOf,
  stageProblem,
} from '../src/index.ts';

const numbers = ({ matches, rounds, byes, gamesPerParticipant }: BracketPreview): number[] => [
  matches,
  rounds,
  byes,
  gamesPerParticipant,
];

describe('a preview', () => {
  test.each<[StageFormat, number, Partial<StageSettings>, number[]]>([
    ['SINGLE_ELIMINATION', 8, {}, [7, 3, 0, 1.75]],
    ['SINGLE_ELIMINATION', 13, { thirdPlace: true }, [13, 5, 3, 2]],
    ['DOUBLE_ELIMINATION', 8, {}, [14, 8, 0, 3.5]],
    ['DOUBLE_ELIMINATION', 8, { grandFinal: 'DOUBLE' }, [15, 9, 0, 3.75]],
    ['ROUND_ROBIN', 16, { groupCount: 4 }, [24, 3, 0, 3]],
    ['ROUND_ROBIN', 5, { legs: 2 }, [20, 10, 10, 8]],
    ['ROUND_ROBIN', 7, { groupCount: 2 }, [9, 3, 3, 2.57]],
    ['SWISS', 16, {}, [32, 4, 0, 4]],
    ['SWISS', 9, { swissRounds: 3 }, [12, 3, 3, 2.67]],
    ['CONSOLATION', 8, {}, [10, 5, 0, 2.5]],
  ])('of %s with %i', (format, participants, settings, expected) => {
    expect(numbers(preview(format, participants, settings))).toEqual(expected);
  });

  test('warns of what may surprise', () => {
    const warnings = (format: StageFormat, participants: number, settings?: Partial<StageSettings>) =>
      preview(format, participants, settings).warnings.join();
    expect(warnings('SINGLE_ELIMINATION', 3, { thirdPlace: true })).toMatch('third place needs four');
    expect(warnings('CONSOLATION', 3)).toMatch('needs four');
    expect(warnings('ROUND_ROBIN', 7, { groupCount: 2 })).toMatch('Groups differ');
    expect(warnings('SWISS', 8, { swissRounds: 7 })).toMatch('rematch');
    expect(warnings('DOUBLE_ELIMINATION', 8, { grandFinal: 'DOUBLE' })).toMatch('only played if');
    expect(warnings('SWISS', 1024)).toBe('');
  });
});

describe('settings', () => {
  test('have the defaults of their format; null is nothing said, and a bye is worth a win', () => {
    expect(settingsOf('SWISS')).toMatchObject({ pointsWin: 1, pointsDraw: 0.5, pointsBye: 1, allowDraws: true });
    expect(settingsOf('ROUND_ROBIN', { pointsWin: 2, bestOf: undefined })).toMatchObject({ pointsBye: 2, bestOf: 1 });
    expect(settingsOf('ROUND_ROBIN', { pointsBye: 0 })).toMatchObject({ pointsBye: 0 });
    expect(settingsOf('CONSOLATION', { allowDraws: true })).toMatchObject({ allowDraws: false });
  });

  test.each<[keyof StageSettings, Partial<StageSettings>]>([
    ['bestOf', { bestOf: 0 }],
    ['finalBestOf', { finalBestOf: 4 }],
    ['pointsWin', { pointsWin: Number.NaN }],
    ['pointsBye', { pointsBye: Number.POSITIVE_INFINITY }],
    ['swissRounds', { swissRounds: 0 }],
    ['legs', { legs: 1.5 }],
    ['tieBreakers', { tieBreakers: [] }],
    ['tieBreakers', { tieBreakers: ['POINTS', 'POINTS'] }],
  ])('name %s where it cannot be', (path, given) => {
    expect(stageProblem('SINGLE_ELIMINATION', 8, settingsOf('SINGLE_ELIMINATION', given))).toMatchObject({
      code: 'SETTING_INVALID',
      path,
    });
  });
});
