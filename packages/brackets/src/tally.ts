import { type Match, opposite, type ParticipantId, SLOTS, type SlotResult } from './match.ts';

/** Who takes part in a table. */
export interface Entrant {
  readonly participant: ParticipantId;
  readonly seed: number;
  readonly withdrawn?: boolean;
}

/** One match as one side saw it. */
export interface Played {
  readonly opponent: ParticipantId | null;
  readonly result: SlotResult;
  readonly points: number;
  readonly scored: number;
  readonly conceded: number;
}

/** What somebody has got together. */
export interface Tally {
  readonly participant: ParticipantId;
  readonly seed: number;
  readonly withdrawn: boolean;
  readonly played: readonly Played[];
  readonly points: number;
  readonly wins: number;
  readonly scoreFor: number;
  readonly scoreAgainst: number;
}

/** What results are worth. */
export interface PointsRule {
  readonly pointsWin: number;
  readonly pointsDraw: number;
  readonly pointsLoss: number;
  readonly pointsBye: number;
}

/** What a result is worth. Who did not come gets nothing, even where a defeat is worth a point. */
export function pointsFor(result: SlotResult | null, rule: PointsRule): number {
  switch (result) {
    case 'WIN':
      return rule.pointsWin;
    case 'DRAW':
      return rule.pointsDraw;
    case 'LOSS':
      return rule.pointsLoss;
    case 'BYE':
      return rule.pointsBye;
    case 'FORFEIT':
    case 'DOUBLE_FORFEIT':
      return Math.min(0, rule.pointsLoss);
    case null:
      return 0;
  }
}

/** What each has got together in these matches, in the order of the entrants. */
export function tallies(
  entrants: readonly Entrant[],
  matches: readonly Match[],
  rule: PointsRule,
): Map<ParticipantId, Tally> {
  const played = new Map<ParticipantId, Played[]>(entrants.map(({ participant }) => [participant, []]));
  for (const { slots } of matches)
    for (const slot of SLOTS) {
      const { participant, result, score } = slots[slot];
      const { participant: opponent, score: conceded } = slots[opposite(slot)];
      if (participant === null || result === null) continue;
      const points = pointsFor(result, rule);
      played.get(participant)?.push({ opponent, result, points, scored: score ?? 0, conceded: conceded ?? 0 });
    }
  return new Map(
    entrants.map((entrant) => [entrant.participant, tally(entrant, played.get(entrant.participant) ?? [])]),
  );
}

function tally({ participant, seed, withdrawn = false }: Entrant, played: readonly Played[]): Tally {
  return {
    participant,
    seed,
    withdrawn,
    played,
    points: total(played, ({ points }) => points),
    wins: played.filter(({ result }) => result === 'WIN').length,
    scoreFor: total(played, ({ scored }) => scored),
    scoreAgainst: total(played, ({ conceded }) => conceded),
  };
}

/** A sum. Rounded to a millionth, as 0.1 + 0.2 and 0.3 shall tie. */
export const total = <T>(items: readonly T[], value: (item: T) => number): number =>
  Math.round(items.reduce((sum, item) => sum + value(item), 0) * 1e6) / 1e6;
