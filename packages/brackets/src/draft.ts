import type { BracketSide, MatchKey, SlotSource } from './match.ts';

/** A match as a format draws it up: who meets, and where. The rest of a planned match follows from all of them. */
export interface Draft {
  readonly side: BracketSide;
  readonly group?: string;
  readonly round: number;
  readonly number: number;
  readonly sources: readonly [SlotSource, SlotSource];
  readonly isReset?: boolean;
}

type Place = Pick<Draft, 'side' | 'group' | 'round' | 'number'>;

export const keyOf = ({ side, group, round, number }: Place): MatchKey =>
  group === undefined ? `${side}/${round}/${number}` : `${side}/${group}/${round}/${number}`;

export const seed = (number: number): SlotSource => ({ kind: 'SEED', seed: number });
export const winnerOf = (match: Place): SlotSource => ({ kind: 'WINNER', match: keyOf(match) });
export const loserOf = (match: Place): SlotSource => ({ kind: 'LOSER', match: keyOf(match) });
export const bye: SlotSource = { kind: 'BYE' };

/** One round: a match for each two sources, in their order. */
export function paired(side: BracketSide, round: number, sources: readonly SlotSource[]): Draft[] {
  return Array.from({ length: sources.length / 2 }, (_, at) => ({
    side,
    round,
    number: at + 1,
    sources: [sources[2 * at] ?? bye, sources[2 * at + 1] ?? bye],
  }));
}

/** Round after round until one is left; the number of sources is a power of two. */
export function tree(side: BracketSide, sources: readonly SlotSource[]): Draft[][] {
  const rounds: Draft[][] = [];
  for (let field = sources; field.length > 1; field = rounds.at(-1)?.map(winnerOf) ?? [])
    rounds.push(paired(side, rounds.length + 1, field));
  return rounds;
}
