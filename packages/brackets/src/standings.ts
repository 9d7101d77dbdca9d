import { isDecided, type Match, type ParticipantId, type SlotResult } from './match.ts';
import { type Ranking, ranked, type TieBreakValue } from './ranking.ts';
import type { StageFormat, StageSettings } from './settings.ts';
import { type Entrant, type Played, type Tally, tallies, total } from './tally.ts';
import { type TieBreaker, tieBreak } from './tie-breakers/index.ts';
import type { Table } from './tie-breakers/tie-break.ts';
import { matchesThatCount } from './withdrawal.ts';

/** A row of a table. */
export interface Standing {
  readonly rank: number;
  readonly participant: ParticipantId;
  readonly played: number;
  readonly won: number;
  readonly drawn: number;
  readonly lost: number;
  readonly points: number;
  readonly scoreFor: number;
  readonly scoreAgainst: number;
  readonly difference: number;
  readonly tieBreaks: readonly TieBreakValue[];
  /** The last five results, the newest last. */
  readonly form: readonly SlotResult[];
  readonly withdrawn: boolean;
}

/** What a table is made of: the matches are those of one group, or of a whole stage, in their order of play. */
export interface Contest {
  readonly format: StageFormat;
  readonly entrants: readonly Entrant[];
  readonly matches: readonly Match[];
  readonly settings: StageSettings;
  /** Stored with the stage. */
  readonly coinSeed: number | string;
}

/** The table, the leader first. Who withdrew stands at its end; who cannot be told apart shares a rank. */
export function standings({ format, entrants, matches, settings, coinSeed }: Contest): Standing[] {
  const counting = matchesThatCount(format, entrants, matches).filter(isDecided);
  const all = tallies(entrants, counting, settings);
  const table = { all, coinSeed };
  const [present, gone] = [false, true].map((withdrawn) =>
    ranked(
      [...all.values()].filter((it) => it.withdrawn === withdrawn),
      settings.tieBreakers,
      table,
    ),
  ) as [Ranking, Ranking];
  const rows = rowsOf(present, 0, settings.tieBreakers, table);
  return [...rows, ...rowsOf(gone, rows.length, settings.tieBreakers, table)];
}

function rowsOf(ranking: Ranking, above: number, order: readonly TieBreaker[], table: Table): Standing[] {
  let rank = above + 1;
  return ranking.ranks.flatMap((tied) => {
    const rows = tied.map((tally) => row(tally, rank, tieBreaksOf(tally, tied.length === 1, ranking, order, table)));
    rank += tied.length;
    return rows;
  });
}

/** The values that were asked for, and those of the others that mean something by themselves. */
function tieBreaksOf(
  tally: Tally,
  isAlone: boolean,
  { verdicts }: Ranking,
  order: readonly TieBreaker[],
  table: Table,
): TieBreakValue[] {
  const verdict = verdicts.get(tally.participant);
  return order.flatMap((kind) => {
    const { values, amongTied } = tieBreak(kind);
    const value = verdict?.asked.get(kind) ?? (amongTied ? undefined : values([tally], table)[0]);
    return value === undefined ? [] : [{ kind, value, decisive: isAlone && verdict?.decisive === kind }];
  });
}

function row(tally: Tally, rank: number, tieBreaks: readonly TieBreakValue[]): Standing {
  const { participant, played, points, scoreFor, scoreAgainst, withdrawn } = tally;
  const count = (...results: SlotResult[]): number => played.filter((it: Played) => results.includes(it.result)).length;
  return {
    rank,
    participant,
    played: played.length - count('BYE'),
    won: count('WIN'),
    drawn: count('DRAW'),
    lost: count('LOSS', 'FORFEIT', 'DOUBLE_FORFEIT'),
    points,
    scoreFor,
    scoreAgainst,
    difference: total([scoreFor, -scoreAgainst], (value) => value),
    tieBreaks,
    form: played.slice(-5).map(({ result }) => result),
    withdrawn,
  };
}
