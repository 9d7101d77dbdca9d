import {
  applied,
  type Match,
  nextSwissRound,
  type PlannedMatch,
  placements,
  planStage,
  type SlotSource,
  type StageFormat,
  type StageSettings,
  settingsOf,
  winningSlot,
  withdraw,
} from '../src/index.ts';
import { randomFrom } from '../src/random.ts';
import { chance, names, outcome, p, playedOut, seated } from './play.ts';

/** Every size to 66, then those beside powers of two, and some between. */
const SIZES = Array.from({ length: 1023 }, (_, at) => at + 2).filter(
  (size) => size <= 66 || size % 173 === 0 || [-1, 0, 1].some((it) => Number.isInteger(Math.log2(size + it))),
);

const RIOTS = [...SIZES.filter((size) => size <= 20), 27, 32, 40];

const KNOCKOUTS: readonly [StageFormat, Partial<StageSettings>, (size: number) => number][] = [
  ['SINGLE_ELIMINATION', {}, (size) => size - 1],
  ['SINGLE_ELIMINATION', { thirdPlace: true }, (size) => (size < 4 ? size - 1 : size)],
  ['DOUBLE_ELIMINATION', {}, (size) => 2 * size - 2],
  ['DOUBLE_ELIMINATION', { grandFinal: 'DOUBLE' }, (size) => 2 * size - 1],
];

const shortOf = (source: SlotSource): string => {
  if (source.kind === 'SEED') return `SEED ${source.seed}`;
  return 'match' in source ? `${source.kind} ${source.match}` : source.kind;
};

/** What is wrong with the structure of a plan. */
function faults(plan: readonly PlannedMatch[], size: number): string[] {
  const slots = plan.flatMap(({ key, slots }) =>
    slots.map(({ source }, at) => [`${key} ${at}`, shortOf(source)] as const),
  );
  const sourceOf = new Map(slots);
  const sources = new Set(sourceOf.values());
  const missing = Array.from({ length: size }, (_, at) => `SEED ${at + 1}`).filter((it) => !sources.has(it));
  const twice = sources.size < slots.length ? ['a source leads to two slots'] : [];
  const keys = new Set(plan.map(({ key }) => key)).size < plan.length ? ['two matches have one key'] : [];
  const seen = new Set<string>();
  const backward = plan.flatMap(({ key, slots: own }) => {
    const early = own.filter(({ source }) => 'match' in source && !seen.has(source.match));
    seen.add(key);
    return early.map(() => `${key} comes before its sources`);
  });
  const astray = plan.flatMap(({ key, next: { winner, loser } }) => [
    ...(winner && sourceOf.get(`${winner.match} ${winner.slot}`) !== `WINNER ${key}` ? [`winner of ${key}`] : []),
    ...(loser && sourceOf.get(`${loser.match} ${loser.slot}`) !== `LOSER ${key}` ? [`loser of ${key}`] : []),
    ...(!winner && key !== plan.at(-1)?.key && !key.startsWith('THIRD') ? [`${key} leads nowhere`] : []),
  ]);
  const byes = sources.has('BYE') ? ['a bye is played'] : [];
  return [...missing, ...twice, ...keys, ...backward, ...astray, ...byes];
}

test.each(KNOCKOUTS)(
  '%s %j of every size leads each seed forward to the final, each slot having one source',
  (format, settings, count) => {
    for (const size of SIZES) {
      const plan = planStage(format, size, settings);
      expect([size, plan.length, faults(plan, size)]).toEqual([size, count(size), []]);
    }
  },
);

/** Plays with forfeits and withdrawals; nobody may ever be in two open matches at once. */
function riot(format: StageFormat, size: number, settings: Partial<StageSettings>, seed: string): Match[] {
  const random = randomFrom(seed);
  const withdrawn = new Set<string>();
  let now = seated(planStage(format, size, settings));
  while (now.some(({ status }) => status === 'READY')) {
    const open = now
      .filter(({ status }) => status === 'READY' || status === 'LOCKED')
      .flatMap(names)
      .filter(Boolean);
    expect(new Set(open).size).toBe(open.length);
    const one = p(1 + Math.floor(random() * size));
    if (random() < 0.1 && !withdrawn.has(one)) {
      now = applied(now, withdraw(now, one, withdrawn));
      withdrawn.add(one);
    }
    let left = 3;
    now = playedOut(
      now.map((match) => (match.status === 'READY' && left-- <= 0 ? { ...match, status: 'CALLED' } : match)),
      chance(random),
      withdrawn,
    );
    now = now.map((match) => (match.status === 'CALLED' ? { ...match, status: 'READY' } : match));
  }
  return now;
}

const ANY: readonly [StageFormat, Partial<StageSettings>][] = [
  ...KNOCKOUTS.map(([format, settings]): [StageFormat, Partial<StageSettings>] => [format, settings]),
  ['CONSOLATION', { thirdPlace: true }],
];

test.each(ANY)('%s %j always ends, whatever happens, with a place for everybody', (format, settings) => {
  for (const size of RIOTS) {
    const over = riot(format, size, settings, `${format} ${size}`);
    expect(over.filter(({ status }) => !['COMPLETED', 'BYE', 'CANCELLED'].includes(status))).toEqual([]);
    expect(
      placements(over)
        .map(({ participant }) => participant)
        .sort(),
    ).toEqual(Array.from({ length: size }, (_, at) => p(at + 1)).sort());
  }
});

describe('played by the book', () => {
  const random = randomFrom('book');
  const play = () => (random() < 0.5 ? outcome([1, 0]) : outcome([0, 1]));
  const lossesOf = (matches: readonly Match[]): Map<string, number> => {
    const losses = new Map<string, number>();
    for (const match of matches)
      for (const { participant, result } of match.slots)
        if (participant) losses.set(participant, (losses.get(participant) ?? 0) + Number(result === 'LOSS'));
    return losses;
  };

  test.each(KNOCKOUTS)('%s %j lets everybody play, and only the winner is not beaten out', (format, settings) => {
    const out = format === 'DOUBLE_ELIMINATION' ? 2 : 1;
    for (const size of [2, 3, 5, 8, 11, 16, 23, 32, 57, 64]) {
      const over = playedOut(seated(planStage(format, size, settings)), play);
      const final = over.findLast(({ status }) => status === 'COMPLETED') ?? over[0];
      const slot = final && winningSlot(final);
      const champion = slot == null ? null : final?.slots[slot].participant;
      expect(placements(over)[0]).toEqual({ participant: champion, placement: 1 });
      const losses = lossesOf(over.filter(({ side }) => side !== 'THIRD_PLACE'));
      expect(losses.size).toBe(size);
      // One grand final without a second one beats the winners' side once only.
      const enough = settings.grandFinal === 'DOUBLE' || out === 1 ? out : 1;
      for (const [participant, lost] of losses) {
        if (participant === champion) expect(lost).toBeLessThan(out);
        else expect(lost).toBeGreaterThanOrEqual(enough);
        expect(lost).toBeLessThanOrEqual(out);
      }
    }
  });
});

test('a Swiss with withdrawals goes on as long as somebody can be paired', () => {
  const random = randomFrom('swiss');
  const settings = settingsOf('SWISS', { swissRounds: 6 });
  const entrants = Array.from({ length: 21 }, (_, at) => ({ participant: p(at + 1), seed: at + 1, withdrawn: false }));
  let matches = seated(planStage('SWISS', 21, settings));
  for (let round = 1; round < 6; round++) {
    matches = playedOut(matches, chance(random));
    const leaving = entrants[Math.floor(random() * 21)];
    if (leaving) leaving.withdrawn = true;
    const next = nextSwissRound(entrants, matches, settings);
    if ('code' in next) throw new Error(next.message);
    matches = [...matches, ...seated(next)];
    const seen = matches
      .filter((match) => match.round === round + 1)
      .flatMap(names)
      .filter(Boolean);
    expect(seen.sort()).toEqual(
      entrants
        .filter(({ withdrawn }) => !withdrawn)
        .map(({ participant }) => participant)
        .sort(),
    );
  }
  const byes = matches.flatMap(({ slots }) =>
    slots.filter(({ result }) => result === 'BYE').map(({ participant }) => participant),
  );
  expect(new Set(byes).size).toBe(byes.length);
});
