import { BracketsManager } from 'brackets-manager';
import { InMemoryDatabase } from 'brackets-memory-db';
import { planStage, type StageFormat, type StageSettings } from '../src/index.ts';

/** What brackets-manager makes of as many participants: matches with two people to come, by part and round. */
async function others(
  type: 'single_elimination' | 'double_elimination' | 'round_robin',
  size: number,
  settings: object,
) {
  const storage = new InMemoryDatabase();
  const manager = new BracketsManager(storage);
  const places = type === 'round_robin' ? size : 2 ** Math.ceil(Math.log2(size));
  const seeding = Array.from({ length: places }, (_, at) => (at < size ? `p${at + 1}` : null));
  await manager.create.stage({ tournamentId: 0, name: type, type, seeding, settings });
  const { match, group, round } = await manager.get.stageData(0);
  const played = match.filter(({ opponent1, opponent2 }) => opponent1 !== null && opponent2 !== null);
  const place = ({ group_id, round_id }: (typeof match)[number]): string => {
    const { number } = group.find(({ id }) => id === group_id) ?? { number: 0 };
    return `${number}/${round.find(({ id }) => id === round_id)?.number}`;
  };
  const firstIds = played
    .filter((it) => place(it) === '1/1')
    .map((it) => [it.opponent1?.id, it.opponent2?.id].map((id) => Number(id) + 1));
  return { counts: countsOf(played.map(place)), first: firstIds };
}

/** How many matches each round of each part has, in the order of the parts. */
function countsOf(places: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return [...counts.values()];
}

function ours(format: StageFormat, size: number, settings: Partial<StageSettings>) {
  const plan = planStage(format, size, settings);
  const sides = ['GROUP', 'WINNERS', 'LOSERS', 'GRAND_FINAL', 'THIRD_PLACE'];
  const inParts = plan.toSorted((one, other) => sides.indexOf(one.side) - sides.indexOf(other.side));
  const first = plan.filter(({ side, round }) => side === 'WINNERS' && round === 1);
  return {
    counts: countsOf(inParts.map(({ side, round, group }) => `${side} ${group}/${round}`)),
    first: first.map(({ slots }) => slots.map(({ source }) => (source.kind === 'SEED' ? source.seed : 0))),
  };
}

const SIZES = [4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 23, 24, 25, 31, 32, 33, 48, 64];
const seedOrdering = ['inner_outer'] as const;

describe('brackets-manager agrees', () => {
  test('on single elimination: the first round, and how many matches each round has', async () => {
    for (const size of SIZES) {
      const theirs = await others('single_elimination', size, { seedOrdering, consolationFinal: true });
      expect([size, ours('SINGLE_ELIMINATION', size, { thirdPlace: true })]).toEqual([size, theirs]);
    }
  });

  test('on double elimination: the first round, and how many matches each round of both brackets has', async () => {
    for (const size of SIZES) {
      const theirs = await others('double_elimination', size, { seedOrdering, grandFinal: 'double' });
      expect([size, ours('DOUBLE_ELIMINATION', size, { grandFinal: 'DOUBLE' })]).toEqual([size, theirs]);
    }
  });

  test('on round robin: how many matches each round has', async () => {
    for (const size of [2, 3, 4, 5, 8, 9, 16]) {
      const theirs = await others('round_robin', size, { groupCount: 1, seedOrdering: ['groups.seed_optimized'] });
      expect([size, ours('ROUND_ROBIN', size, {}).counts]).toEqual([size, theirs.counts]);
    }
  });
});
