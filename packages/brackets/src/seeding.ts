import { bye, seed } from './draft.ts';
import type { SlotSource } from './match.ts';
import { shuffled } from './random.ts';

/** The smallest bracket that holds so many: a power of two. */
export const bracketSize = (participants: number): number => 2 ** Math.ceil(Math.log2(participants));

/**
 * Seeds from top to bottom of a bracket: 1-8, 4-5, 2-7, 3-6. As long as favourites win, the sum of two seeds that meet
 * in a round of n is n + 1, so the top two only meet in the final.
 */
export function standardSeeding(size: number): number[] {
  let seeds = [1];
  while (seeds.length < size) {
    const sum = 2 * seeds.length + 1;
    seeds = seeds.flatMap((it) => [it, sum - it]);
  }
  return seeds;
}

/** The first round of a knock-out of so many; who has no opponent, the top seeds, meets a bye. */
export const seededSources = (participants: number): SlotSource[] =>
  standardSeeding(bracketSize(participants)).map((it) => (it <= participants ? seed(it) : bye));

/** Whom the seeding puts in order. `rank` is the one in the stage before. */
export interface SeedCandidate {
  readonly id: string;
  readonly rating?: number | null;
  readonly rank?: number | null;
}

/** SNAKE is RATING: groups are filled in a snake whatever the order comes from. */
export type SeedingMethod = 'MANUAL' | 'RANDOM' | 'RATING' | 'PREVIOUS_STAGE' | 'SNAKE';

/** The ids by seed, the first seed first. Without a rating, or a rank, one stands behind those who have it. */
export function seedOrder(
  candidates: readonly SeedCandidate[],
  method: SeedingMethod,
  randomSeed: number | string = 0,
): string[] {
  const by = (value: (candidate: SeedCandidate) => number): string[] =>
    [...candidates].sort((one, other) => value(one) - value(other) || 0).map(({ id }) => id);
  switch (method) {
    case 'MANUAL':
      return candidates.map(({ id }) => id);
    case 'RANDOM':
      return shuffled(candidates.map(({ id }) => id).sort(), randomSeed);
    case 'RATING':
    case 'SNAKE':
      return by(({ rating }) => -(rating ?? Number.NEGATIVE_INFINITY));
    case 'PREVIOUS_STAGE':
      return by(({ rank }) => rank ?? Number.POSITIVE_INFINITY);
  }
}

/** Groups of seeds: 1 2 3 4, then 8 7 6 5 beneath, so that the sums of seeds are alike. */
export function snake(participants: number, groupCount: number): number[][] {
  const groups: number[][] = Array.from({ length: groupCount }, () => []);
  for (let at = 0; at < participants; at++) {
    const [row, column] = [Math.floor(at / groupCount), at % groupCount];
    groups[row % 2 === 0 ? column : groupCount - 1 - column]?.push(at + 1);
  }
  return groups;
}

/** A, B, ... Z, AA, AB, ... */
export const groupName = (index: number): string =>
  (index < 26 ? '' : groupName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
