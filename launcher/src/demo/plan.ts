import { chance, nameOf } from './names.ts';

/** A team of the demo club: its people by their number in the list of members. */
export interface PlannedTeam {
  readonly name: string;
  readonly sport: string;
  readonly ageGroup: string;
  readonly capacity: number | null;
  readonly coach: number;
  readonly players: readonly number[];
  /** Weekday (0 is Sunday) and hour of the weekly practice, in UTC. */
  readonly practice: { readonly weekday: number; readonly hour: number };
}

const TEAMS: readonly (readonly [name: string, sport: string, ageGroup: string, size: number])[] = [
  ['Riverside Owls', 'Football', 'Adults', 18],
  ['Riverside Herons', 'Football', 'Adults', 16],
  ['Otters U16', 'Football', 'U16', 16],
  ['Otters U14', 'Football', 'U14', 16],
  ['Otters U12', 'Football', 'U12', 14],
  ['Kingfishers', 'Handball', 'Adults', 14],
  ['Kingfishers U18', 'Handball', 'U18', 14],
  ['Net Gains', 'Volleyball', 'Adults', 14],
  ['Spikes U16', 'Volleyball', 'U16', 12],
  ['River Hoops', 'Basketball', 'Adults', 12],
  ['Hoops U14', 'Basketball', 'U14', 12],
  ['Oar and Order', 'Rowing', 'Adults', 16],
  ['Sunday Striders', 'Running', 'Adults', 24],
  ['Riverside Rackets', 'Tennis', 'Adults', 14],
];

/** How many people have no login: the office entered them. The four with a login come before them. */
const PEOPLE = 250;
const WAITING = 6;
const LOGINS = ['coach', 'player', 'parent'] as const;

/** Who signs in to the demo, besides the administrator. */
export type Login = (typeof LOGINS)[number];

/** The demo club before it exists: people by number, teams by those numbers. Numbers 0, 1, 2 are coach, player, parent. */
export interface Plan {
  readonly logins: readonly {
    readonly login: Login;
    readonly displayName: string;
    readonly roles: readonly string[];
  }[];
  readonly people: readonly string[];
  readonly waiting: readonly string[];
  readonly banned: number;
  readonly teams: readonly PlannedTeam[];
}

/** Riverside Sports Club, the same at every start. */
export function planClub(): Plan {
  const random = chance(1904);
  const members = Array.from({ length: PEOPLE }, (_, i) => i + LOGINS.length);
  const pool = [...members].sort(() => random() - 0.5);
  const take = (count: number) => pool.splice(0, count);
  return {
    logins: [
      { login: 'coach', displayName: 'Casey Coach', roles: ['TRAINER'] },
      { login: 'player', displayName: 'Pat Player', roles: [] },
      { login: 'parent', displayName: 'Robin Parent', roles: [] },
    ],
    people: members.map(nameOf),
    waiting: Array.from({ length: WAITING }, (_, i) => nameOf(PEOPLE + LOGINS.length + i)),
    banned: members.at(-1) as number,
    teams: TEAMS.map(([name, sport, ageGroup, size], i) => ({
      name,
      sport,
      ageGroup,
      capacity: i % 3 === 0 ? size + 4 : null,
      coach: i < 2 ? 0 : (take(1)[0] as number),
      players: [...(i === 0 ? [1] : []), ...(i === 12 ? [1, 2] : []), ...take(size - 2)],
      practice: { weekday: 1 + (i % 5), hour: 16 + (i % 4) },
    })),
  };
}
