import {
  advance,
  applied,
  type Match,
  type Outcome,
  planStage,
  type StageFormat,
  type StageSettings,
  settingsOf,
  standings,
  TIE_BREAKERS,
  type TieBreaker,
  validateScore,
  withdraw,
} from '../src/index.ts';
import { favourite, names, outcome, p, playedOut, seated } from './play.ts';

const field = (size: number) => Array.from({ length: size }, (_, at) => ({ participant: p(at + 1), seed: at + 1 }));

/** A league with the scores that `scores` gives for "home-away", in whichever order it names them. */
function league(size: number, scores: Readonly<Record<string, readonly [number, number]>>): Match[] {
  return playedOut(seated(planStage('ROUND_ROBIN', size)), (match): Outcome => {
    const [home, away] = names(match).map((name) => name?.slice(1));
    const other = scores[`${away}-${home}`];
    return outcome(scores[`${home}-${away}`] ?? (other ? [other[1], other[0]] : [0, 0]));
  });
}

interface Given {
  readonly tieBreakers: readonly TieBreaker[];
  readonly settings?: Partial<StageSettings>;
  readonly coinSeed?: number;
  readonly format?: StageFormat;
}

const table = (
  size: number,
  matches: readonly Match[],
  { tieBreakers, settings, coinSeed = 1, format = 'ROUND_ROBIN' }: Given,
) =>
  standings({
    format,
    entrants: field(size),
    matches,
    settings: { ...settingsOf('ROUND_ROBIN', settings), tieBreakers },
    coinSeed,
  });

const order = (rows: ReturnType<typeof standings>): string =>
  rows.map(({ rank, participant }) => `${rank}:${participant}`).join(' ');
const decided = (rows: ReturnType<typeof standings>): (string | null)[] =>
  rows.map(({ tieBreaks }) => tieBreaks.find(({ decisive }) => decisive)?.kind ?? null);

describe('a table', () => {
  const matches = league(3, { '1-2': [2, 1], '1-3': [0, 0], '2-3': [3, 1] });

  test('counts what was played', () => {
    const [first] = table(3, matches, { tieBreakers: ['POINTS'] });
    expect(first).toEqual({
      rank: 1,
      participant: 'p1',
      played: 2,
      won: 1,
      drawn: 1,
      lost: 0,
      points: 4,
      scoreFor: 2,
      scoreAgainst: 1,
      difference: 1,
      tieBreaks: [{ kind: 'POINTS', value: 4, decisive: true }],
      form: expect.arrayContaining(['WIN', 'DRAW']),
      withdrawn: false,
    });
  });

  test('of matches to come counts nothing yet, and all share the first rank', () => {
    const rows = table(4, seated(planStage('ROUND_ROBIN', 4)), { tieBreakers: ['POINTS', 'HEAD_TO_HEAD'] });
    expect(rows.map(({ rank, played, points }) => [rank, played, points])).toEqual(Array(4).fill([1, 0, 0]));
    expect(decided(rows)).toEqual([null, null, null, null]);
  });

  test('adds up fractions without a rest', () => {
    const rows = table(3, league(3, { '1-2': [0, 0], '1-3': [0, 0], '2-3': [0, 0] }), {
      tieBreakers: ['POINTS'],
      settings: { pointsDraw: 0.1 },
    });
    expect(rows.map(({ points }) => points)).toEqual([0.2, 0.2, 0.2]);
  });
});

describe('head-to-head', () => {
  const tieBreakers = ['POINTS', 'HEAD_TO_HEAD', 'SCORE_DIFFERENCE', 'SEED'] as const;

  test('goes before the difference of all matches', () => {
    // 1 and 2 both have 6 points; 2 won against 1 and has the worse difference.
    const matches = league(4, {
      '1-2': [0, 1],
      '1-3': [9, 0],
      '1-4': [9, 0],
      '2-3': [0, 1],
      '2-4': [1, 0],
      '3-4': [0, 1],
    });
    const rows = table(4, matches, { tieBreakers });
    expect(order(rows)).toBe('1:p2 2:p1 3:p4 4:p3');
    expect(decided(rows).slice(0, 2)).toEqual(['HEAD_TO_HEAD', 'HEAD_TO_HEAD']);
    expect(rows[0]?.tieBreaks.slice(0, 2)).toEqual([
      { kind: 'POINTS', value: 6, decisive: false },
      { kind: 'HEAD_TO_HEAD', value: 3, decisive: true },
    ]);
  });

  test('of three in a circle falls through to the next', () => {
    const matches = league(4, {
      '1-2': [1, 0],
      '2-3': [5, 0],
      '1-3': [0, 1],
      '1-4': [1, 0],
      '2-4': [1, 0],
      '3-4': [1, 0],
    });
    const rows = table(4, matches, { tieBreakers });
    expect(order(rows)).toBe('1:p2 2:p1 3:p3 4:p4');
    expect(decided(rows)).toEqual(['SCORE_DIFFERENCE', 'SCORE_DIFFERENCE', 'SCORE_DIFFERENCE', 'POINTS']);
    expect(rows[0]?.tieBreaks.find(({ kind }) => kind === 'HEAD_TO_HEAD')).toEqual({
      kind: 'HEAD_TO_HEAD',
      value: 3,
      decisive: false,
    });
  });

  test('looks again among those that are still tied', () => {
    // Four have 9 points. Among them 1 and 4 have 6, and 4 beat 1; 2 and 3 have 3, and 3 beat 2.
    const among = { '1-2': [1, 0], '1-3': [1, 0], '1-4': [0, 1], '2-3': [0, 1], '2-4': [1, 0], '3-4': [0, 1] } as const;
    const against5 = { '1-5': [0, 1], '4-5': [0, 1], '2-5': [1, 0], '3-5': [1, 0] } as const;
    const against6 = { '1-6': [1, 0], '2-6': [1, 0], '3-6': [1, 0], '4-6': [1, 0], '5-6': [0, 1] } as const;
    const rows = table(6, league(6, { ...among, ...against5, ...against6 }), {
      tieBreakers: ['POINTS', 'HEAD_TO_HEAD', 'SEED'],
    });
    expect(order(rows)).toBe('1:p4 2:p1 3:p3 4:p2 5:p5 6:p6');
    expect(decided(rows)).toEqual([...Array(4).fill('HEAD_TO_HEAD'), 'POINTS', 'POINTS']);
    expect(rows.map(({ tieBreaks }) => tieBreaks.find(({ kind }) => kind === 'HEAD_TO_HEAD')?.value)).toEqual([
      3,
      0,
      3,
      0,
      undefined,
      undefined,
    ]);
  });

  test('tells nothing while not all of the tied have met', () => {
    const open = seated(planStage('ROUND_ROBIN', 4));
    const [first] = open;
    const matches = first ? applied(open, advance(open, first.key, outcome([0, 0]))) : open;
    const rows = table(4, matches, { tieBreakers: ['HEAD_TO_HEAD', 'POINTS', 'SEED'] });
    expect(decided(rows)).not.toContain('HEAD_TO_HEAD');
  });
});

describe('tie-breakers', () => {
  // 1 beats all, 2 beats 3 and 4, 3 and 4 draw.
  const matches = league(4, {
    '1-2': [3, 1],
    '1-3': [2, 0],
    '1-4': [1, 0],
    '2-3': [2, 1],
    '2-4': [1, 0],
    '3-4': [2, 2],
  });
  const valuesOf = (kind: TieBreaker, settings?: Partial<StageSettings>): (number | undefined)[] =>
    table(4, matches, {
      tieBreakers: [kind, ...(kind === 'SEED' ? [] : (['SEED'] as const))],
      ...(settings && { settings }),
    })
      .toSorted((one, other) => one.participant.localeCompare(other.participant))
      .map(({ tieBreaks }) => tieBreaks.find((it) => it.kind === kind)?.value);
  const chess = { pointsWin: 1, pointsDraw: 0.5 };

  test.each([
    ['POINTS', [9, 6, 1, 1]],
    ['WINS', [3, 2, 0, 0]],
    ['SCORE_DIFFERENCE', [5, 0, -3, -2]],
    ['SCORE_FOR', [6, 4, 3, 2]],
    ['SEED', [1, 2, 3, 4]],
    [
      'OPPONENT_WIN_PERCENT',
      [
        (200 / 3 + 50 / 3 + 50 / 3) / 3,
        (100 + 100 / 3) / 3,
        (100 + 200 / 3 + 50 / 3) / 3,
        (100 + 200 / 3 + 50 / 3) / 3,
      ],
    ],
  ] as const)('%s', (kind, expected) => {
    for (const [at, value] of valuesOf(kind).entries()) expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 5);
  });

  test.each([
    ['BUCHHOLZ', [3, 4, 5.5, 5.5]],
    ['MEDIAN_BUCHHOLZ', [0.5, 0.5, 2, 2]],
    ['SONNEBORN_BERGER', [3, 1, 0.25, 0.25]],
  ] as const)('%s, with the points of chess', (kind, expected) => {
    expect(valuesOf(kind, chess)).toEqual(expected);
  });

  test('a coin falls the same way for the same stage, another way for another', () => {
    const tied = league(4, {});
    const tossed = (coinSeed: number): string =>
      order(table(4, tied, { tieBreakers: ['POINTS', 'COIN_TOSS'], coinSeed }));
    expect(tossed(5)).toBe(tossed(5));
    expect(new Set(Array.from({ length: 300 }, (_, seed) => tossed(seed))).size).toBe(24);
    expect(decided(table(4, tied, { tieBreakers: ['POINTS', 'COIN_TOSS'] }))).toEqual(Array(4).fill('COIN_TOSS'));
  });

  test('all give a value for everybody, or for those who are tied', () => {
    const kinds = Object.keys(TIE_BREAKERS) as TieBreaker[];
    for (const { tieBreaks } of table(4, matches, { tieBreakers: kinds }))
      expect(tieBreaks.every(({ value }) => Number.isFinite(value))).toBe(true);
  });

  test('a bye counts as an opponent as good as oneself', () => {
    const swiss = playedOut(seated(planStage('SWISS', 3)), favourite);
    const rows = standings({
      format: 'SWISS',
      entrants: field(3),
      matches: swiss,
      settings: settingsOf('SWISS'),
      coinSeed: 1,
    });
    const rested = rows.find(({ participant }) => participant === 'p3');
    expect(rested).toMatchObject({ points: 1, played: 0, won: 0, form: ['BYE'] });
    expect(rested?.tieBreaks.find(({ kind }) => kind === 'BUCHHOLZ')?.value).toBe(1);
  });
});

describe('who withdrew', () => {
  const left = (format: StageFormat, playedFirst: number) => {
    let matches = seated(planStage('ROUND_ROBIN', 5));
    const own = matches.filter((match) => names(match).includes('p1')).slice(0, playedFirst);
    for (const { key } of own) matches = applied(matches, advance(matches, key, outcome([1, 1])));
    matches = applied(matches, withdraw(matches, 'p1'));
    const entrants = field(5).map((it) => ({ ...it, withdrawn: it.seed === 1 }));
    return standings({ format, entrants, matches, settings: settingsOf('ROUND_ROBIN'), coinSeed: 1 });
  };

  test('early is taken out of a league, matches and all', () => {
    const rows = left('ROUND_ROBIN', 1);
    expect(rows.at(-1)).toMatchObject({ rank: 5, participant: 'p1', withdrawn: true, played: 0 });
    expect(rows.every(({ points }) => points === 0)).toBe(true);
  });

  test('after half of the matches leaves what was played, and forfeits the rest', () => {
    const rows = left('ROUND_ROBIN', 2);
    expect(rows.at(-1)).toMatchObject({ participant: 'p1', played: 4, drawn: 2, lost: 2, points: 2 });
    expect(rows.map(({ points }) => points).sort()).toEqual([1, 1, 2, 3, 3]);
  });

  test('of Swiss keeps everything, at the end of the table', () => {
    expect(left('SWISS', 1).at(-1)).toMatchObject({ participant: 'p1', points: 1, withdrawn: true });
  });
});

test('a defeat may be worth a point, but not one by staying away', () => {
  const matches = seated(planStage('ROUND_ROBIN', 2));
  const absent = validateScore({ scores: [0, 0], forfeitSlots: [1] }, { bestOf: 1, allowDraws: true });
  if ('code' in absent) throw new Error(absent.message);
  const rows = table(2, applied(matches, advance(matches, 'GROUP/1/1', absent)), {
    tieBreakers: ['POINTS'],
    settings: { pointsLoss: 1 },
  });
  expect(rows.map(({ points, lost }) => [points, lost])).toEqual([
    [3, 0],
    [0, 1],
  ]);
});
