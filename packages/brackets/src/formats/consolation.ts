import { apart, type Tiers } from '../apart.ts';
import { bye, type Draft, keyOf, loserOf, tree } from '../draft.ts';
import type { SlotSource } from '../match.ts';
import { bracketSize, standardSeeding } from '../seeding.ts';
import type { StageSettings } from '../settings.ts';
import { singleElimination } from './single-elimination.ts';

/**
 * A single elimination in which everybody plays twice at least: whoever loses the first match goes on in a bracket of
 * their own. With byes, the losers of those second-round matches in which somebody had one go there too.
 */
export function consolation(participants: number, settings: Pick<StageSettings, 'thirdPlace'>): Draft[] {
  // In a bracket of less than eight those who lose in the semi-finals meet in the consolation, not for third place.
  const main = singleElimination(participants, { thirdPlace: settings.thirdPlace && participants >= 8 });
  if (participants < 4) return main;
  const [first, second] = [1, 2].map((round) => main.filter((it) => it.side === 'WINNERS' && it.round === round));
  const isPlayed = (match: Draft): boolean => match.sources.every(({ kind }) => kind !== 'BYE');
  const rested = (first ?? []).filter((match) => !isPlayed(match)).map(keyOf);
  const late = (second ?? []).filter(({ sources }) => sources.some((it) => 'match' in it && rested.includes(it.match)));
  return [...main, ...secondChance([late, (first ?? []).filter(isPlayed)])];
}

/** Who comes late rests first. Somebody who beat another keeps away from them as long as can be. */
function secondChance(tiers: Tiers<Draft>): Draft[] {
  const family = ({ round, number }: Draft): number => (round === 1 ? Math.ceil(number / 2) : number);
  const entrants = apart(tiers, family).map(loserOf);
  const sources: SlotSource[] = standardSeeding(bracketSize(entrants.length)).map((it) => entrants[it - 1] ?? bye);
  return tree('CONSOLATION', sources).flat();
}
