import type { Round, SlotIndex } from '@fieldhouse/brackets';
import type { Match, Tournament } from './__generated__/prisma/client.ts';
import type { Board } from './boards.ts';
import type { StoredSource } from './rows.ts';
import type { Row } from './tables.ts';

/** A side of a match, by the match's row. */
export interface MatchSlotParent {
  readonly match: Match;
  readonly slot: SlotIndex;
}

export type SlotSourceParent = StoredSource;

/** One game, and who played it. */
export interface MatchGameParent {
  readonly number: number;
  readonly scores: readonly number[];
  readonly detail?: unknown;
  readonly participantIds: readonly (string | null)[];
}

/** One table of a stage. */
export interface GroupParent {
  readonly board: Board;
  readonly name: string;
}

/** A round of a stage that is drawn up. */
export interface RoundParent {
  readonly board: Board;
  readonly round: Round;
}

/** A stage with all its matches. */
export type BracketParent = Board;

/** A row of a table, and the group whose table that is. */
export interface StandingParent {
  readonly board: Board;
  readonly group: string | null;
  readonly row: Row;
}

export type TournamentPermissionsParent = Tournament;
export type MatchPermissionsParent = Match;
