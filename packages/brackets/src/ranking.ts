import type { ParticipantId } from './match.ts';
import type { Tally } from './tally.ts';
import { type TieBreaker, tieBreak } from './tie-breakers/index.ts';
import type { Table } from './tie-breakers/tie-break.ts';

/** What a tie-breaker said of somebody, and whether it gave them their rank. */
export interface TieBreakValue {
  readonly kind: TieBreaker;
  readonly value: number;
  readonly decisive: boolean;
}

/** Those who share a rank; one alone, as a rule. */
export type Tied = readonly Tally[];

/** Why somebody stands where they do: the value of each tie-breaker that was asked, and the last that told them apart. */
export interface Verdict {
  readonly asked: Map<TieBreaker, number>;
  decisive: TieBreaker | null;
}

/** The ranks from the top, and what led to them. */
export interface Ranking {
  readonly ranks: readonly Tied[];
  readonly verdicts: ReadonlyMap<ParticipantId, Verdict>;
}

/** Orders by the first tie-breaker, whoever is tied then by the next one, and so on. */
export function ranked(tallies: readonly Tally[], order: readonly TieBreaker[], table: Table): Ranking {
  const verdicts = new Map(
    tallies.map(({ participant }): [ParticipantId, Verdict] => [participant, { asked: new Map(), decisive: null }]),
  );
  return { ranks: split(tallies, order, table, verdicts), verdicts };
}

function split(
  tied: Tied,
  order: readonly TieBreaker[],
  table: Table,
  verdicts: ReadonlyMap<ParticipantId, Verdict>,
): Tied[] {
  const [kind, ...rest] = order;
  if (tied.length < 2 || !kind) return [tied];
  const { values, lowerIsBetter, amongTied } = tieBreak(kind);
  const groups = new Map<number, Tally[]>();
  for (const [at, value] of values(tied, table).entries()) {
    const tally = tied[at];
    if (!tally) continue;
    verdicts.get(tally.participant)?.asked.set(kind, value);
    groups.set(value, [...(groups.get(value) ?? []), tally]);
  }
  if (groups.size === 1) return split(tied, rest, table, verdicts);
  for (const { participant } of tied) {
    const verdict = verdicts.get(participant);
    if (verdict) verdict.decisive = kind;
  }
  // Whoever is still tied after head-to-head is fewer than before, and looked at among themselves.
  const next = amongTied ? order : rest;
  return [...groups.entries()]
    .sort(([one], [other]) => (lowerIsBetter ? one - other : other - one))
    .flatMap(([, group]) => split(group, next, table, verdicts));
}
