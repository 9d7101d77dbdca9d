/** A match, as planned and as played: plain rows that a database keeps and JSON carries. */

/** The part of a stage that a match belongs to. A Swiss round and a league's are matches of a GROUP. */
export type BracketSide = 'WINNERS' | 'LOSERS' | 'GRAND_FINAL' | 'THIRD_PLACE' | 'CONSOLATION' | 'GROUP';

/** What a participant got out of a match. */
export type SlotResult = 'WIN' | 'LOSS' | 'DRAW' | 'FORFEIT' | 'DOUBLE_FORFEIT' | 'BYE';

/**
 * LOCKED: somebody is not known yet. BYE: decided, as nobody came for the other slot. CANCELLED: nobody came at all, or
 * the second grand final is not needed. CALLED, IN_PROGRESS, REPORTED and DISPUTED are set by whoever runs the play.
 */
export type MatchStatus =
  | 'LOCKED'
  | 'READY'
  | 'CALLED'
  | 'IN_PROGRESS'
  | 'REPORTED'
  | 'DISPUTED'
  | 'COMPLETED'
  | 'CANCELLED'
  | 'BYE';

/** Stable within a stage: `WINNERS/2/1` is the first match of the second round, `GROUP/A/2/1` that of group A. */
export type MatchKey = string;

/** A participant's id, whatever it is in the caller's house. */
export type ParticipantId = string;

/** Where the participant of a slot comes from. A rank without a group is one of the whole stage before. */
export type SlotSource =
  | { readonly kind: 'SEED'; readonly seed: number }
  | { readonly kind: 'WINNER' | 'LOSER'; readonly match: MatchKey }
  | { readonly kind: 'GROUP'; readonly groupName: string | null; readonly rank: number }
  | { readonly kind: 'BYE' };

/** The first or the second place of a match; in groups the first is at home. */
export type SlotIndex = 0 | 1;

/** A slot of a match to come. */
export interface SlotLink {
  readonly match: MatchKey;
  readonly slot: SlotIndex;
}

export interface PlannedSlot {
  readonly source: SlotSource;
}

/** A match before anybody is seated: where it stands, who will meet in it, and where they go from it. */
export interface PlannedMatch {
  readonly key: MatchKey;
  readonly side: BracketSide;
  readonly group: string | null;
  readonly round: number;
  readonly number: number;
  readonly label: string;
  readonly bestOf: number;
  /** The second grand final: played only if whoever came from the losers' bracket wins the first. */
  readonly isReset: boolean;
  readonly slots: readonly [PlannedSlot, PlannedSlot];
  /** Derived from the sources: the slots that wait for the winner and for the loser. */
  readonly next: { readonly winner: SlotLink | null; readonly loser: SlotLink | null };
}

/** A slot in play. It is vacant once it is known that nobody comes. */
export interface Slot extends PlannedSlot {
  readonly participant: ParticipantId | null;
  readonly vacant: boolean;
  readonly score: number | null;
  readonly result: SlotResult | null;
}

/** A match in play. */
export interface Match extends PlannedMatch {
  readonly status: MatchStatus;
  readonly slots: readonly [Slot, Slot];
}

export const SLOTS = [0, 1] as const satisfies readonly SlotIndex[];

/** The other slot of a match. */
export const opposite = (slot: SlotIndex): SlotIndex => (slot === 0 ? 1 : 0);

/** Whether nothing more is to come of a match. */
export const isDecided = ({ status }: Pick<Match, 'status'>): boolean =>
  status === 'COMPLETED' || status === 'BYE' || status === 'CANCELLED';

/** Whether people have begun with a match: what a correction does not undo without being told to. */
export const isBegun = ({ status }: Pick<Match, 'status'>): boolean =>
  status === 'IN_PROGRESS' || status === 'REPORTED' || status === 'DISPUTED' || status === 'COMPLETED';

/** The slot that goes on as winner. Nobody does after a draw or a double forfeit. */
export function winningSlot({ slots }: Pick<Match, 'slots'>): SlotIndex | null {
  return SLOTS.find((slot) => slots[slot].result === 'WIN' || slots[slot].result === 'BYE') ?? null;
}

/** The match without people, scores and results. */
export function unplayed(match: PlannedMatch): Match {
  const [first, second] = match.slots;
  return { ...match, status: 'LOCKED', slots: [emptySlot(first.source), emptySlot(second.source)] };
}

/** A slot that nobody sits in yet. */
export const emptySlot = (source: SlotSource): Slot => ({
  source,
  participant: null,
  vacant: source.kind === 'BYE',
  score: null,
  result: null,
});
