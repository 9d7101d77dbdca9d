import type { PlannedTeam } from './plan.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// What begins while the club is being made takes no answers any more by then.
const SEEDING_MS = 10 * 60_000;

/** An event to be, as `createEvent` takes it. */
export interface PlannedEvent {
  readonly title: string;
  readonly kind: 'PRACTICE' | 'GAME' | 'MEETING';
  readonly place: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity?: number;
  readonly isPast: boolean;
}

const PLACES = ['Riverside Park, pitch 1', 'Riverside Park, pitch 2', 'Old Mill Hall', 'Boathouse', 'School gym'];

/** A team's calendar around today: weekly practices, a game every other week, a meeting to come. */
export function calendarOf(team: PlannedTeam, index: number, today: Date): PlannedEvent[] {
  const place = PLACES[index % PLACES.length] as string;
  const practices = [-4, -3, -2, -1, 0, 1, 2, 3].map((week) =>
    event(today, { title: 'Practice', kind: 'PRACTICE', place, at: practiceOf(team, today, week), hours: 1.5 }),
  );
  const games = [-3, -1, 1, 3].map((week) =>
    event(today, {
      title: `${team.name} – Visitors`,
      kind: 'GAME',
      place,
      at: weekend(today, week, 10 + (index % 5)),
      hours: 2,
    }),
  );
  const meeting = event(today, {
    title: 'Season meeting',
    kind: 'MEETING',
    place: 'Clubhouse',
    at: weekend(today, 2, 18),
    hours: 2,
  });
  return [...practices, ...games, meeting];
}

/** The event that is full: a workshop with a few places. */
export const workshop = (today: Date, places: number): PlannedEvent => ({
  ...event(today, {
    title: 'Goalkeeper workshop',
    kind: 'PRACTICE',
    place: 'Old Mill Hall',
    at: weekend(today, 1, 15),
    hours: 2,
  }),
  capacity: places,
});

function event(
  today: Date,
  { at, hours, ...rest }: { title: string; kind: PlannedEvent['kind']; place: string; at: number; hours: number },
): PlannedEvent {
  return {
    ...rest,
    startsAt: new Date(at).toISOString(),
    endsAt: new Date(at + hours * HOUR).toISOString(),
    isPast: at < today.getTime() + SEEDING_MS,
  };
}

const midnight = (day: Date) => Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate());
const sunday = (today: Date) => midnight(today) - today.getUTCDay() * DAY;
const practiceOf = ({ practice }: PlannedTeam, today: Date, week: number) =>
  sunday(today) + (week * 7 + practice.weekday) * DAY + practice.hour * HOUR;
const weekend = (today: Date, week: number, hour: number) => sunday(today) + (week * 7 + 6) * DAY + hour * HOUR;
