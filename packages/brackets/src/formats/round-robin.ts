import { type Draft, seed } from '../draft.ts';
import { groupName, snake } from '../seeding.ts';
import type { StageSettings } from '../settings.ts';

/** Each meets each of the group, once a leg; n(n - 1) / 2 matches per leg and group. */
export function roundRobin(
  participants: number,
  { groupCount, legs }: Pick<StageSettings, 'groupCount' | 'legs'>,
): Draft[] {
  return snake(participants, groupCount).flatMap((seeds, group) =>
    league(seeds.length, legs).flatMap((pairs, round) =>
      pairs.map(([home, away], at) => ({
        side: 'GROUP' as const,
        ...(groupCount > 1 && { group: groupName(group) }),
        round: round + 1,
        number: at + 1,
        sources: [seed(seeds[home] ?? 0), seed(seeds[away] ?? 0)] as const,
      })),
    ),
  );
}

type Pair = readonly [home: number, away: number];

/** The rounds of a league of so many, counted from zero; with every leg the right of the home side turns. */
export function league(size: number, legs: number): Pair[][] {
  const single = circle(size);
  return Array.from({ length: legs }, (_, leg) =>
    single.map((pairs) => pairs.map(([home, away]): Pair => (leg % 2 === 0 ? [home, away] : [away, home]))),
  ).flat();
}

/**
 * The circle method: all but the last stand in a circle and turn by one place a round; who stand opposite each other
 * meet. The last one meets whoever has nobody opposite, who rests if the size is odd. Home goes by the distance in the
 * circle, odd or even, which gives each as many matches at home as away, or one more or less.
 */
function circle(size: number): Pair[][] {
  const places = size % 2 === 0 ? size - 1 : size;
  const at = (place: number): number => (place + places) % places;
  return Array.from({ length: places }, (_, round) => {
    const facing = Array.from({ length: (places - 1) / 2 }, (_, index): Pair => {
      const distance = index + 1;
      const pair = [at(round + distance), at(round - distance)] as const;
      return distance % 2 === 1 ? pair : [pair[1], pair[0]];
    });
    if (size % 2 === 1) return facing;
    const last: Pair = round % 2 === 0 ? [at(round), size - 1] : [size - 1, at(round)];
    return [last, ...facing];
  });
}
