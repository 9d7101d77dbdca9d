import { type Edge, maximumWeightMatching } from './blossom.ts';

/** What pairing knows of a participant. */
export interface SwissPlayer {
  readonly seed: number;
  readonly points: number;
  /** Seeds of those whom they have met. */
  readonly met: ReadonlySet<number>;
  readonly hadBye: boolean;
  /** How often they were named first. */
  readonly homes: number;
}

/** Two seeds, or one with a bye. */
export type Paired = readonly [home: number, away: number | null];

/** Up to so many every possible pair is looked at: 0.2 s for 256. Above, a dozen of the best for each come first. */
const ALL_PAIRS = 256;
const BEST_PAIRS = 12;
/** A field of more is paired in sections of so many at least, cut between score groups: 1,024 in half a second. */
const LEAST_SECTION = 64;

/**
 * The best pairing of a field, its leader first: no rematch, no second bye, scores as close together as they can be over
 * the whole field, and within a score group the upper half against the lower half. Null if there is none.
 */
export function swissPairs(players: readonly SwissPlayer[]): Paired[] | null {
  const sections = sectionsOf(players).map(pairedSection);
  return sections.every((section) => section !== null) ? sections.flat() : pairedSection(players);
}

/** Of odd size is the last section at most: who is left over plays in the next. */
function sectionsOf(players: readonly SwissPlayer[]): (readonly SwissPlayer[])[] {
  if (players.length <= ALL_PAIRS) return [players];
  const sections: (readonly SwissPlayer[])[] = [];
  let start = 0;
  for (let at = LEAST_SECTION; at <= players.length - LEAST_SECTION; at++) {
    if (at - start < LEAST_SECTION || players[at]?.points === players[at - 1]?.points) continue;
    const end = at - ((at - start) % 2);
    sections.push(players.slice(start, end));
    start = end;
  }
  return [...sections, players.slice(start)];
}

function pairedSection(players: readonly SwissPlayer[]): Paired[] | null {
  const size = players.length + (players.length % 2);
  const every = edgesOf(players, fieldOf(players));
  for (let best = players.length > ALL_PAIRS ? BEST_PAIRS : size; ; best *= 2) {
    const mates = maximumWeightMatching(size, best >= size ? every : bestFor(size, every, best));
    if (mates.every((mate) => mate >= 0)) return pairsOf(players, mates);
    if (best >= size) return null;
  }
}

/** Where each stands: the score group, counted from the top, the place in it, and how many are in it. */
interface Standing {
  readonly group: number;
  readonly place: number;
  readonly size: number;
}

function fieldOf(players: readonly SwissPlayer[]): Standing[] {
  const groups: number[] = [];
  for (const [at, { points }] of players.entries()) if (points !== players[at - 1]?.points) groups.push(at);
  return groups.flatMap((start, group) => {
    const size = (groups[group + 1] ?? players.length) - start;
    return Array.from({ length: size }, (_, place) => ({ group, place, size }));
  });
}

/** Everybody with everybody whom they may meet; in a field of odd size a place more stands for the bye. */
function edgesOf(players: readonly SwissPlayer[], field: readonly Standing[]): Edge[] {
  const size = players.length;
  const gap = size * size; // more than all distances within score groups together
  const dearest = gap * (64 * (field.at(-1)?.group ?? 0) ** 2 + 2);
  const edges: Edge[] = [];
  for (const [one, player] of players.entries()) {
    for (let other = one + 1; other < size; other++) {
      const opponent = players[other];
      if (!opponent || player.met.has(opponent.seed)) continue;
      edges.push([one, other, dearest - costOfPair(field, one, other, gap)]);
    }
    if (size % 2 === 1 && !player.hadBye) edges.push([one, size, dearest - costOfBye(field, one, gap)]);
  }
  return edges;
}

function costOfPair(field: readonly Standing[], one: number, other: number, gap: number): number {
  const [upper, lower] = [field[one], field[other]];
  if (!upper || !lower) return 0;
  return upper.group === lower.group
    ? Math.abs(lower.place - upper.place - Math.floor(upper.size / 2))
    : gap * (lower.group - upper.group) ** 2 + other - one;
}

/** The last one rests, or the last of the lowest score group in which somebody may. */
function costOfBye(field: readonly Standing[], one: number, gap: number): number {
  const distance = (field.at(-1)?.group ?? 0) - (field[one]?.group ?? 0);
  return 64 * gap * distance ** 2 + field.length - 1 - one;
}

/** The edges that are among the best of one of their ends. */
function bestFor(size: number, edges: readonly Edge[], count: number): Edge[] {
  const of: Edge[][] = Array.from({ length: size }, () => []);
  for (const edge of edges) {
    of[edge[0]]?.push(edge);
    of[edge[1]]?.push(edge);
  }
  return [...new Set(of.flatMap((own) => own.sort((one, other) => other[2] - one[2]).slice(0, count)))];
}

/** In the order of the field, the bye last; who was named first less often is named first. */
function pairsOf(players: readonly SwissPlayer[], mates: readonly number[]): Paired[] {
  const pairs: Paired[] = [];
  const byes: Paired[] = [];
  for (const [at, player] of players.entries()) {
    const mate = mates[at] ?? -1;
    const opponent = players[mate];
    if (!opponent) byes.push([player.seed, null]);
    else if (at < mate) {
      const turned = player.homes === opponent.homes ? pairs.length % 2 === 1 : player.homes > opponent.homes;
      pairs.push(turned ? [opponent.seed, player.seed] : [player.seed, opponent.seed]);
    }
  }
  return [...pairs, ...byes];
}
