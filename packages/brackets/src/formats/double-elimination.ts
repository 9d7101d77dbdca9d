import { bye, type Draft, loserOf, paired, tree, winnerOf } from '../draft.ts';
import type { SlotSource } from '../match.ts';
import { seededSources } from '../seeding.ts';
import type { GrandFinal, StageSettings } from '../settings.ts';

/** Who loses twice is out; 2n - 2 matches, and one more if the grand final is reset. */
export function doubleElimination(participants: number, { grandFinal }: Pick<StageSettings, 'grandFinal'>): Draft[] {
  const winners = tree('WINNERS', seededSources(participants));
  const losers = losersBracket(winners);
  const [winner, loser] = [winners, losers.length > 0 ? losers : winners].map((rounds) => rounds.at(-1)?.[0]);
  if (!winner || !loser) throw new RangeError('There is no final');
  const challenger = losers.length > 0 ? winnerOf(loser) : loserOf(winner);
  return [...winners.flat(), ...losers.flat(), ...grandFinals(winnerOf(winner), challenger, grandFinal)];
}

/**
 * The losers of the first round meet each other. From then on a round takes in the losers of a winners' round, and in
 * the next one those that are left meet each other.
 */
function losersBracket([first, ...later]: readonly Draft[][]): Draft[][] {
  if (later.length === 0) return [];
  const rounds = [paired('LOSERS', 1, (first ?? []).map(loserOf))];
  for (const [at, winnersRound] of later.entries()) {
    if (at > 0) rounds.push(paired('LOSERS', rounds.length + 1, survivors(rounds)));
    const dropping = crossed(winnersRound.map(loserOf), at + 1);
    const sources = survivors(rounds).flatMap((survivor, place) => [dropping[place] ?? bye, survivor]);
    rounds.push(paired('LOSERS', rounds.length + 1, sources));
  }
  return rounds;
}

const survivors = (rounds: readonly Draft[][]): SlotSource[] => (rounds.at(-1) ?? []).map(winnerOf);

/**
 * The order in which those who drop out of a winners' round enter the losers' bracket, so that two who have met meet
 * again as late as possible. They do in the last rounds if they stand in different halves, so rounds that follow each
 * other cross to different halves, every second one to different quarters, and so on: places are read as binary numbers
 * and turned over by the bits of the drop's number, the lowest bit on top.
 */
export function crossed<T>(dropping: readonly T[], drop: number): T[] {
  const bits = Math.log2(dropping.length);
  let mask = 0;
  for (let bit = 0; bit < bits; bit++) mask |= ((drop >> bit) & 1) << (bits - 1 - bit);
  return dropping.map((_, place) => dropping[place ^ mask] as T);
}

function grandFinals(winner: SlotSource, challenger: SlotSource, kind: GrandFinal): Draft[] {
  if (kind === 'NONE') return [];
  const final: Draft = { side: 'GRAND_FINAL', round: 1, number: 1, sources: [winner, challenger] };
  if (kind === 'SINGLE') return [final];
  return [final, { ...final, round: 2, sources: [winnerOf(final), loserOf(final)], isReset: true }];
}
