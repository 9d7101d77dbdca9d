import { type Match, type ParticipantId, type Slot, winningSlot } from '../match.ts';
import { placements } from '../placements.ts';

/** How people and places are called. */
export interface Show {
  readonly nameOf: (participant: ParticipantId) => string;
  readonly seedOf: (participant: ParticipantId) => number | null;
  /** Who is to come, in full and in short. */
  readonly awaited: (slot: Slot) => string;
  readonly awaitedInShort: (slot: Slot) => string;
}

/** How far it is, and who won. */
export function summary(matches: readonly Match[], { nameOf }: Show): string {
  const decided = matches.filter(({ status }) => status === 'COMPLETED').length;
  const champion = placements(matches).find(({ placement }) => placement === 1);
  const winner = champion ? ` Winner: ${nameOf(champion.participant)}.` : '';
  return `${decided} of ${matches.length} matches played.${winner}`;
}

/** "Semi-final 1: Ana 3, Ben 1. Ana won." */
export function sentenceOf(match: Match, { nameOf, awaited }: Show): string {
  const sides = match.slots.map((slot) => {
    if (slot.participant === null) return slot.vacant ? 'nobody' : awaited(slot);
    return slot.score === null ? nameOf(slot.participant) : `${nameOf(slot.participant)} ${slot.score}`;
  });
  return `${match.label}: ${sides.join(', ')}.${ending(match, nameOf)}`;
}

function ending(match: Match, nameOf: Show['nameOf']): string {
  const slot = winningSlot(match);
  const winner = slot === null ? null : match.slots[slot].participant;
  if (winner !== null) return ` ${nameOf(winner)} won.`;
  return match.slots[0].result === 'DRAW' ? ' A draw.' : (ENDING[match.status] ?? '');
}

const ENDING: Partial<Record<Match['status'], string>> = {
  CANCELLED: ' Not played.',
  COMPLETED: ' Nobody won.',
  IN_PROGRESS: ' Being played.',
};
