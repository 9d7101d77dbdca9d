import type { BracketSide } from './match.ts';

const OF_THE_LAST = ['Final', 'Semi-final', 'Quarter-final'];

interface Place {
  readonly side: BracketSide;
  readonly round: number;
}

/** Names for the places of one stage, whose last rounds are named after the final. */
export interface Labels {
  /** "Quarter-finals", "Losers’ round 2", "Round 3". */
  roundName(place: Place): string;
  /** "Quarter-final 1", "Losers’ round 2, match 3", "Final". */
  matchLabel(place: Place & { readonly number: number }): string;
}

/** The names that go with these matches: which of them is a final can only be told from all. */
export function labelsFor(matches: readonly Place[]): Labels {
  const last = new Map<BracketSide, number>();
  for (const { side, round } of matches) last.set(side, Math.max(last.get(side) ?? 0, round));
  const isDouble = last.has('LOSERS') || last.has('GRAND_FINAL');
  const names = new Map<string, string>();
  const nameOf = ({ side, round }: Place): string => {
    const id = `${side}/${round}`;
    const name = names.get(id) ?? roundOf(side, round, last.get(side) ?? round, isDouble);
    names.set(id, name);
    return name;
  };
  return {
    roundName: (place) => (isOneOfFew(nameOf(place)) ? `${nameOf(place)}s` : nameOf(place)),
    matchLabel(place) {
      const name = nameOf(place);
      if (isOneOfFew(name)) return `${name} ${place.number}`;
      return name.endsWith('inal') || place.side === 'THIRD_PLACE' ? name : `${name}, match ${place.number}`;
    },
  };
}

const isOneOfFew = (name: string): boolean => name.endsWith('emi-final') || name.endsWith('uarter-final');

function roundOf(side: BracketSide, round: number, rounds: number, isDouble: boolean): string {
  switch (side) {
    case 'WINNERS': {
      const name = OF_THE_LAST[rounds - round] ?? `Round of ${2 ** (rounds - round + 1)}`;
      return isDouble ? `Winners’ ${name.toLowerCase()}` : name;
    }
    case 'LOSERS':
      return round === rounds ? 'Losers’ final' : `Losers’ round ${round}`;
    case 'CONSOLATION':
      return round === rounds ? 'Consolation final' : `Consolation round ${round}`;
    case 'GRAND_FINAL':
      return round === 1 ? 'Grand final' : 'Second grand final';
    case 'THIRD_PLACE':
      return 'Match for third place';
    case 'GROUP':
      return `Round ${round}`;
  }
}
