import type { ParticipantId } from '../match.ts';
import { type Tally, total } from '../tally.ts';
import type { TieBreak } from './tie-break.ts';

/**
 * Points of the matches that the tied played against each other. Unless all of them have met equally often, whoever met
 * more of the others would be ahead by that alone: then it tells nothing.
 */
export const headToHead: TieBreak = {
  amongTied: true,
  values(tied) {
    const ids = new Set<ParticipantId | null>(tied.map(({ participant }) => participant));
    const among = tied.map(({ played }) => played.filter(({ opponent }) => ids.has(opponent)));
    if (!haveAllMet(tied, among)) return tied.map(() => 0);
    return among.map((played) => total(played, ({ points }) => points));
  },
};

function haveAllMet(tied: readonly Tally[], among: readonly Tally['played'][]): boolean {
  const meetings = among[0]?.filter(({ opponent }) => opponent === tied[1]?.participant).length ?? 0;
  return among.every((played) => {
    const met = new Map<ParticipantId | null, number>();
    for (const { opponent } of played) met.set(opponent, (met.get(opponent) ?? 0) + 1);
    return met.size === tied.length - 1 && [...met.values()].every((times) => times === meetings);
  });
}
