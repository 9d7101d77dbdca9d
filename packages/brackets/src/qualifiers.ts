import { apart } from './apart.ts';
import type { SlotSource } from './match.ts';
import { groupName } from './seeding.ts';

/** Who goes on from a stage: ranks of each group, or, if there are none, of the whole table. */
export interface Advancement {
  readonly groupCount: number;
  readonly fromRank: number;
  readonly toRank: number;
}

/**
 * The sources of a knock-out's seeds, the first seed first: winners of groups before runners-up, and none of the same
 * group against each other in the first round.
 */
export function qualifiers({ groupCount, fromRank, toRank }: Advancement): SlotSource[] {
  const ranks = Array.from({ length: toRank - fromRank + 1 }, (_, at) => fromRank + at);
  const groups = groupCount > 1 ? Array.from({ length: groupCount }, (_, at) => groupName(at)) : [null];
  const tiers = ranks.map((rank) => groups.map((name) => ({ kind: 'GROUP' as const, groupName: name, rank })));
  return groupCount > 1 ? apart(tiers, (source) => source.groupName) : tiers.flat();
}
