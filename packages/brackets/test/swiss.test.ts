import { type Match, nextSwissRound, planStage, settingsOf, standings } from '../src/index.ts';
import { randomFrom } from '../src/random.ts';
import { type SwissPlayer, swissPairs } from '../src/swiss-pairing.ts';
import { chance, favourite, names, type outcome, p, playedOut, seated } from './play.ts';

const settings = settingsOf('SWISS');
const field = (size: number) => Array.from({ length: size }, (_, at) => ({ participant: p(at + 1), seed: at + 1 }));

/** Plays all rounds; after each, `each` looks at all matches so far. */
function playedRounds(size: number, rounds: number, play: (match: Match) => ReturnType<typeof outcome>): Match[] {
  let matches = seated(planStage('SWISS', size, { swissRounds: rounds }));
  for (;;) {
    matches = playedOut(matches, play);
    const next = nextSwissRound(field(size), matches, { ...settings, swissRounds: rounds });
    if ('code' in next) {
      expect(next.code).toBe('ALL_ROUNDS_PLAYED');
      return matches;
    }
    matches = [...matches, ...seated(next)];
  }
}

describe('Swiss', () => {
  test('starts with the upper half against the lower half', () => {
    expect(seated(planStage('SWISS', 8)).map(names)).toEqual([
      ['p1', 'p5'],
      ['p6', 'p2'],
      ['p3', 'p7'],
      ['p8', 'p4'],
    ]);
  });

  test('gives the bye to the last one, as a match that is decided', () => {
    const matches = seated(planStage('SWISS', 5));
    expect(matches.at(-1)).toMatchObject({
      status: 'BYE',
      slots: [
        { participant: 'p5', result: 'BYE' },
        { source: { kind: 'BYE' }, vacant: true },
      ],
    });
  });

  test('pairs no two twice, gives nobody two byes, and everybody plays each round', () => {
    for (const [size, rounds] of [
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
      [7, 4],
      [16, 8],
      [33, 6],
      [64, 6],
    ] as const)
      for (const seed of [1, 2, 3]) {
        const matches = playedRounds(size, rounds, chance(randomFrom(`${size}/${seed}`)));
        const pairs = matches.map((match) => names(match).map(String).sort().join('-'));
        expect(new Set(pairs).size).toBe(pairs.length);
        for (let round = 1; round <= rounds; round++) {
          const seen = matches.filter((match) => match.round === round).flatMap(names);
          expect(new Set(seen.filter(Boolean)).size).toBe(size);
        }
      }
  });

  test('lets those meet who have as many points', () => {
    const matches = playedRounds(8, 3, favourite);
    expect(matches.filter(({ round }) => round === 2).map((it) => names(it).sort())).toEqual([
      ['p1', 'p3'],
      ['p2', 'p4'],
      ['p5', 'p7'],
      ['p6', 'p8'],
    ]);
    const last = matches.filter(({ round }) => round === 3).map((it) => names(it).sort());
    expect(last[0]).toEqual(['p1', 'p2']);
    const table = standings({ format: 'SWISS', entrants: field(8), matches, settings, coinSeed: 1 });
    expect(table.map(({ participant }) => participant).filter((_, at) => at === 0 || at === 7)).toEqual(['p1', 'p8']);
  });

  test('gives up a good pair where that spares the field a worse one', () => {
    // Alone on top, 1 has met 2 and 3. Whoever pairs from the top gives 1 to 4 and leaves 5 with 6, who have met.
    const player = (seed: number, points: number, met: number[]): SwissPlayer => ({
      seed,
      points,
      met: new Set(met),
      hadBye: false,
      homes: 0,
    });
    const pairs = swissPairs([
      player(1, 3, [2, 3]),
      player(2, 2, [1, 3, 5]),
      player(3, 2, [1, 2, 6]),
      player(4, 1, []),
      player(5, 1, [2, 6]),
      player(6, 1, [3, 5]),
    ]);
    expect(pairs?.map((pair) => [...pair].sort()).sort()).not.toContainEqual([5, 6]);
    expect(pairs).toHaveLength(3);
  });

  test('says when no pairing is left', () => {
    const all = new Set([1, 2, 3, 4]);
    const players = [1, 2, 3, 4].map((seed) => ({ seed, points: 0, met: all, hadBye: false, homes: 0 }));
    expect(swissPairs(players)).toBeNull();
    const one = { seed: 1, points: 0, met: new Set<number>(), hadBye: true, homes: 0 };
    expect(swissPairs([one])).toBeNull();
  });

  test('waits for the round to end, ends with its rounds, and leaves out who withdrew', () => {
    const open = seated(planStage('SWISS', 6));
    expect(nextSwissRound(field(6), open, settings)).toMatchObject({ code: 'ROUND_NOT_OVER' });
    const played = playedOut(open, favourite);
    expect(nextSwissRound(field(6), played, { ...settings, swissRounds: 1 })).toMatchObject({
      code: 'ALL_ROUNDS_PLAYED',
    });
    const left = field(6).map((it) => ({ ...it, withdrawn: it.seed === 1 }));
    const next = nextSwissRound(left, played, settings);
    expect('code' in next ? [] : seated(next).flatMap(names).sort()).toEqual(
      [null, 'p2', 'p3', 'p4', 'p5', 'p6'].sort(),
    );
    const alone = field(6).map((it) => ({ ...it, withdrawn: it.seed > 1 }));
    expect(nextSwissRound(alone, played, settings)).toMatchObject({ code: 'NOT_ENOUGH_PARTICIPANTS' });
  });

  test('names each first about as often as their opponents', () => {
    const homes = new Map<string | null, number>();
    for (const match of playedRounds(16, 6, chance(randomFrom(5)))) {
      const [home = null] = names(match);
      homes.set(home, (homes.get(home) ?? 0) + 1);
    }
    expect(Math.max(...homes.values())).toBeLessThanOrEqual(5);
    expect(Math.min(...homes.values())).toBeGreaterThanOrEqual(1);
  });

  test('pairs 1,024', () => {
    const before = process.cpuUsage();
    const random = randomFrom(7);
    const players = Array.from({ length: 1024 }, (_, at): SwissPlayer => {
      const met = new Set([1, 2, 3, 4].map(() => 1 + Math.floor(random() * 1024)));
      return { seed: at + 1, points: 4 - Math.floor(at / 205), met, hadBye: false, homes: 2 };
    });
    const pairs = swissPairs(players);
    expect(new Set(pairs?.flat()).size).toBe(1024);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  });
});
