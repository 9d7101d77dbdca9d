import blossom from 'edmonds-blossom';

/** Two who may be paired, by index, and how good that is. */
export type Edge = readonly [one: number, other: number, weight: number];

/**
 * Whom each is paired with, by index: as many pairs as can be, and of all such pairings the one with the greatest sum
 * of weights; -1 for who stays alone. Weights are whole numbers below 2^50, so that sums are exact.
 */
export function maximumWeightMatching(size: number, edges: readonly Edge[]): number[] {
  const mates: readonly number[] = edges.length > 0 ? blossom(edges, true) : [];
  return Array.from({ length: size }, (_, at) => mates[at] ?? -1);
}
