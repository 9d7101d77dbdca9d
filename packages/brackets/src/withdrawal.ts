import type { Match, ParticipantId, Slot } from './match.ts';
import type { StageFormat } from './settings.ts';
import type { Entrant } from './tally.ts';

/**
 * The matches that a table counts. In a league whoever withdrew before half of their matches were played is taken out
 * of it, matches and all, as otherwise those who met them early would be ahead; after that, what was played stays and
 * the rest is forfeited. In Swiss everything stays: opponents differ anyway, and their tie-breaks rest on it.
 */
export function matchesThatCount(
  format: StageFormat,
  entrants: readonly Entrant[],
  matches: readonly Match[],
): readonly Match[] {
  if (format !== 'ROUND_ROBIN') return matches;
  const withdrawn = entrants.filter((it) => it.withdrawn).map(({ participant }) => participant);
  const annulled = new Set<ParticipantId>(withdrawn.filter((id) => playedLessThanHalf(id, matches)));
  return annulled.size === 0 ? matches : matches.filter(({ slots }) => !slots.some((slot) => isOf(annulled, slot)));
}

const isOf = (participants: ReadonlySet<ParticipantId>, { participant }: Slot): boolean =>
  participant !== null && participants.has(participant);

function playedLessThanHalf(participant: ParticipantId, matches: readonly Match[]): boolean {
  const own = matches.flatMap(({ slots }) => slots.filter((slot) => slot.participant === participant));
  const played = own.filter(({ result }) => result !== null && result !== 'FORFEIT' && result !== 'DOUBLE_FORFEIT');
  return played.length < own.length / 2;
}
