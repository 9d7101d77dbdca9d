import { bye, type Draft, seed } from '../draft.ts';
import { isDecided, type Match, opposite, type ParticipantId, type PlannedMatch, SLOTS } from '../match.ts';
import { planned } from '../planned.ts';
import { type StageSettings, swissRounds } from '../settings.ts';
import { type Paired, type SwissPlayer, swissPairs } from '../swiss-pairing.ts';
import { type Entrant, pointsFor } from '../tally.ts';

/** Why there is no next round of Swiss. */
export interface NoRound {
  readonly code: 'ROUND_NOT_OVER' | 'ALL_ROUNDS_PLAYED' | 'NOT_ENOUGH_PARTICIPANTS' | 'NO_PAIRING_LEFT';
  readonly message: string;
}

/** The first round: the upper half of the seeds against the lower half. */
export const firstSwissRound = (participants: number): Draft[] =>
  drafts(1, swissPairs(Array.from({ length: participants }, (_, at) => fresh(at + 1))) ?? []);

const fresh = (number: number): SwissPlayer => ({ seed: number, points: 0, met: new Set(), hadBye: false, homes: 0 });

const drafts = (round: number, pairs: readonly Paired[]): Draft[] =>
  pairs.map(([home, away], at) => ({
    side: 'GROUP',
    round,
    number: at + 1,
    sources: [seed(home), away === null ? bye : seed(away)],
  }));

/** The next round, by what was played: those with equal points meet, none again, none with a second bye. */
export function nextSwissRound(
  entrants: readonly Entrant[],
  matches: readonly Match[],
  settings: StageSettings,
): PlannedMatch[] | NoRound {
  const round = Math.max(0, ...matches.map((match) => match.round)) + 1;
  if (!matches.every(isDecided)) return { code: 'ROUND_NOT_OVER', message: 'Matches of this round are still open' };
  if (round > swissRounds(entrants.length, settings))
    return { code: 'ALL_ROUNDS_PLAYED', message: 'All rounds have been played' };
  const players = playersOf(entrants, matches, settings);
  if (players.length < 2) return { code: 'NOT_ENOUGH_PARTICIPANTS', message: 'There is nobody left to pair' };
  const pairs = swissPairs(players);
  return pairs
    ? planned(drafts(round, pairs), settings)
    : { code: 'NO_PAIRING_LEFT', message: 'Every pairing of this round would be a rematch or a second bye' };
}

/** Those who still play, the leader first, with what pairing needs to know of them. */
function playersOf(entrants: readonly Entrant[], matches: readonly Match[], settings: StageSettings): SwissPlayer[] {
  const seedOf = new Map(entrants.map(({ participant, seed }) => [participant, seed]));
  const players = new Map<ParticipantId, Mutable<SwissPlayer> & { met: Set<number> }>(
    entrants.filter(({ withdrawn }) => !withdrawn).map((it) => [it.participant, { ...fresh(it.seed), met: new Set() }]),
  );
  for (const { slots } of matches)
    for (const slot of SLOTS) {
      const { participant, result } = slots[slot];
      const player = players.get(participant ?? '');
      if (!player) continue;
      const opponent = seedOf.get(slots[opposite(slot)].participant ?? '');
      if (opponent !== undefined) player.met.add(opponent);
      if (slot === 0 && opponent !== undefined) player.homes += 1;
      player.hadBye ||= result === 'BYE';
      player.points += pointsFor(result, settings);
    }
  return [...players.values()].sort((one, other) => other.points - one.points || one.seed - other.seed);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
