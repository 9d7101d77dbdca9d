import type { ParticipantId } from '../match.ts';
import type { Tally } from '../tally.ts';

/** What a tie-breaker may look at besides those who are tied. */
export interface Table {
  /** Everybody of the table, by id. */
  readonly all: ReadonlyMap<ParticipantId, Tally>;
  /** Stored with the stage, so that a coin falls the same way each time. */
  readonly coinSeed: number | string;
}

/** One way to tell apart who is tied. */
export interface TieBreak {
  /** A value for each of the tied, in their order. */
  readonly values: (tied: readonly Tally[], table: Table) => readonly number[];
  /** The lower value is ahead; otherwise the higher one. */
  readonly lowerIsBetter?: true;
  /** The values mean something among the tied only: shown where they were asked for. */
  readonly amongTied?: true;
}
