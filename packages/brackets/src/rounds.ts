import { labelsFor } from './labels.ts';
import type { BracketSide, MatchKey, PlannedMatch } from './match.ts';

/** The matches of a side, or of a group, that can be played at the same time. */
export interface Round {
  readonly side: BracketSide;
  readonly group: string | null;
  readonly number: number;
  readonly name: string;
  readonly matches: readonly MatchKey[];
}

/** The rounds of a stage, in their order of play. */
export function roundsOf(matches: readonly PlannedMatch[]): Round[] {
  const labels = labelsFor(matches);
  const rounds = new Map<string, Round & { matches: MatchKey[] }>();
  for (const match of matches) {
    const { side, group, round: number } = match;
    const id = `${side}/${group}/${number}`;
    const round = rounds.get(id) ?? { side, group, number, name: labels.roundName(match), matches: [] };
    round.matches.push(match.key);
    rounds.set(id, round);
  }
  return [...rounds.values()];
}

/** A line of the bracket: where somebody goes from a match. */
export interface BracketEdge {
  readonly from: MatchKey;
  readonly to: MatchKey;
  readonly kind: 'WINNER' | 'LOSER';
}

/** The lines of a bracket, in the order of the matches that they start from. */
export const edgesOf = (matches: readonly PlannedMatch[]): BracketEdge[] =>
  matches.flatMap(({ key: from, next: { winner, loser } }) => [
    ...(winner ? [{ from, to: winner.match, kind: 'WINNER' as const }] : []),
    ...(loser ? [{ from, to: loser.match, kind: 'LOSER' as const }] : []),
  ]);

/** "Seed 3", "Winner of Semi-final 1", "Rank 2 of group B". */
export function describeSource(
  source: PlannedMatch['slots'][number]['source'],
  labelOf: (match: MatchKey) => string,
): string {
  switch (source.kind) {
    case 'SEED':
      return `Seed ${source.seed}`;
    case 'WINNER':
      return `Winner of ${labelOf(source.match)}`;
    case 'LOSER':
      return `Loser of ${labelOf(source.match)}`;
    case 'GROUP':
      return source.groupName === null ? `Rank ${source.rank}` : `Rank ${source.rank} of group ${source.groupName}`;
    case 'BYE':
      return 'Bye';
  }
}
