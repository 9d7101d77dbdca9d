import { bracketSize, standardSeeding } from './seeding.ts';

/** Those to be seeded, by strength: whoever is in an earlier tier has a better seed. */
export type Tiers<T> = readonly (readonly T[])[];

/**
 * The seeds of a knock-out in which nobody meets one of the same family in the first round where that can be avoided,
 * and as late as possible after it. Within a tier two change places as long as it helps.
 */
export function apart<T>(tiers: Tiers<T>, familyOf: (item: T) => unknown): T[] {
  const order: T[] = [];
  const places = placesOfSeeds(tiers.flat().length);
  for (const tier of tiers) {
    const start = order.length;
    order.push(...tier);
    settle(order, start, places, familyOf);
  }
  return order;
}

/** The place in the bracket, from top to bottom, of each seed. */
function placesOfSeeds(participants: number): number[] {
  const places: number[] = [];
  for (const [place, seed] of standardSeeding(bracketSize(participants)).entries()) places[seed - 1] = place;
  return places;
}

function settle<T>(order: T[], start: number, places: readonly number[], familyOf: (item: T) => unknown): void {
  const relatives = new Map<unknown, number[]>();
  const family = order.map(familyOf);
  for (const [at, name] of family.entries())
    if (at < start) relatives.set(name, [...(relatives.get(name) ?? []), places[at] ?? 0]);
  const cost = (item: unknown, at: number): number =>
    (relatives.get(item) ?? []).reduce((sum, place) => sum + closeness(place, places[at] ?? 0), 0);

  for (let helps = true; helps; ) {
    helps = false;
    for (let one = start; one < order.length; one++)
      for (let other = one + 1; other < order.length; other++) {
        const before = cost(family[one], one) + cost(family[other], other);
        if (before === 0 || cost(family[one], other) + cost(family[other], one) >= before) continue;
        swap(order, one, other);
        swap(family, one, other);
        helps = true;
      }
  }
}

/** How bad it is that two places meet: eight times less a round later, so that no later meetings weigh as much as one. */
const closeness = (one: number, other: number): number => 8 ** -Math.floor(Math.log2(one ^ other));

function swap<T>(items: T[], one: number, other: number): void {
  const [first, second] = [items[one], items[other]] as [T, T];
  items[one] = second;
  items[other] = first;
}
