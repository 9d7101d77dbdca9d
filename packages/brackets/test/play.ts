import {
  advance,
  applied,
  forfeited,
  type Match,
  type Outcome,
  type PlannedMatch,
  type SlotSource,
  seat,
  validateScore,
  type Withdrawn,
} from '../src/index.ts';

/** The id of a seed. */
export const p = (seed: number): string => `p${seed}`;

/** Participants by their seeds. */
export const bySeed = (source: SlotSource): string | null => (source.kind === 'SEED' ? p(source.seed) : null);

/** A plan with its seeds in their places. */
export const seated = (plan: readonly PlannedMatch[], withdrawn?: Withdrawn): Match[] => seat(plan, bySeed, withdrawn);

/** What a report comes to; the test fails where it is refused. */
export function outcome(scores: readonly number[], allowDraws = true): Outcome {
  const result = validateScore({ scores }, { bestOf: 1, allowDraws });
  if ('code' in result) throw new Error(result.message);
  return result;
}

/** The stage after the results by key, in their order. */
export const after = (matches: readonly Match[], results: Readonly<Record<string, readonly number[]>>): Match[] =>
  Object.entries(results).reduce<Match[]>(
    (now, [key, scores]) => applied(now, advance(now, key, outcome(scores))),
    [...matches],
  );

/** A match by its key. */
export function matchOf(matches: readonly Match[], key: string): Match {
  const match = matches.find((it) => it.key === key);
  if (!match) throw new Error(`no ${key} among ${matches.map((it) => it.key).join(', ')}`);
  return match;
}

export const names = (match: Match): (string | null)[] => match.slots.map(({ participant }) => participant);

/** Plays until nothing is left to play. `play` decides a match. */
export function playedOut(matches: readonly Match[], play: (match: Match) => Outcome, withdrawn?: Withdrawn): Match[] {
  let now = [...matches];
  for (;;) {
    const ready = now.find(({ status }) => status === 'READY');
    if (!ready) return now;
    now = applied(now, advance(now, ready.key, play(ready), withdrawn));
  }
}

/** The better seed wins. */
export function favourite({ slots }: Match): Outcome {
  const [one, other] = slots.map(({ participant }) => Number(participant?.slice(1)));
  return outcome((one ?? 0) < (other ?? 0) ? [1, 0] : [0, 1]);
}

/** By chance, a match in twenty by forfeit, a third of those by both. */
export const chance =
  (random: () => number) =>
  (match: Match): Outcome => {
    if (random() < 0.05) return forfeited(random() < 0.3 ? [0, 1] : random() < 0.5 ? [0] : [1]);
    const scores = [Math.floor(random() * 5), Math.floor(random() * 5)];
    if (scores[0] === scores[1] && match.side !== 'GROUP') return outcome(random() < 0.5 ? [1, 0] : [0, 1]);
    return outcome(scores);
  };
