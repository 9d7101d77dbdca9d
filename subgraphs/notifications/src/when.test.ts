import { deliverAt, nextDigest, type QuietHours, WEEKDAYS, type Wish } from './when.ts';

const MINUTE = 60_000;

const NIGHT: QuietHours = { start: '22:00', end: '07:00', days: [...WEEKDAYS], allowHigh: false };
const wish = (changes: Partial<Wish> = {}): Wish => ({
  mode: 'IMMEDIATE',
  timeZone: 'Europe/Berlin',
  quietHours: NIGHT,
  pausedUntil: null,
  digestAt: '08:00',
  digestDay: 'MONDAY',
  ...changes,
});
const at = (instant: string, changes: Partial<Wish> = {}, priority: 'NORMAL' | 'HIGH' | 'CRITICAL' = 'NORMAL') =>
  deliverAt(new Date(instant), priority, wish(changes))?.toISOString() ?? null;

describe('deliverAt', () => {
  test('waits for the end of quiet hours, by the clock on the wall', () => {
    expect(at('2026-01-15T20:59:00Z')).toBe('2026-01-15T20:59:00.000Z');
    expect(at('2026-01-15T21:00:00Z')).toBe('2026-01-16T06:00:00.000Z');
    expect(at('2026-01-16T05:59:59Z')).toBe('2026-01-16T06:00:00.000Z');
    expect(at('2026-01-16T06:00:00Z')).toBe('2026-01-16T06:00:00.000Z');
  });

  test('waits an hour less, or more, in the nights in which the clocks change', () => {
    expect(at('2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
    expect(at('2026-10-24T21:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
  });

  test('goes by the day on which quiet hours begin', () => {
    const quietHours: QuietHours = { ...NIGHT, days: ['FRIDAY'] };
    expect(at('2026-01-16T23:00:00Z', { quietHours })).toBe('2026-01-17T06:00:00.000Z'); // Saturday, past midnight
    expect(at('2026-01-17T23:00:00Z', { quietHours })).toBe('2026-01-17T23:00:00.000Z');
  });

  test('lets pass what is critical, and what is urgent for those who want that', () => {
    expect(at('2026-01-15T23:00:00Z', {}, 'CRITICAL')).toBe('2026-01-15T23:00:00.000Z');
    expect(at('2026-01-15T23:00:00Z', {}, 'HIGH')).toBe('2026-01-16T06:00:00.000Z');
    const quietHours = { ...NIGHT, allowHigh: true };
    expect(at('2026-01-15T23:00:00Z', { quietHours }, 'HIGH')).toBe('2026-01-15T23:00:00.000Z');
    const pausedUntil = new Date('2026-02-01T12:00:00Z');
    expect(at('2026-01-15T12:00:00Z', { pausedUntil }, 'CRITICAL')).toBe('2026-01-15T12:00:00.000Z');
  });

  test('a pause that ends at night goes on until the morning', () => {
    const pausedUntil = new Date('2026-01-20T23:30:00Z');
    expect(at('2026-01-15T12:00:00Z', { pausedUntil })).toBe('2026-01-21T06:00:00.000Z');
  });

  test('a digest that would come in quiet hours comes after them', () => {
    expect(at('2026-01-15T12:00:00Z', { mode: 'DAILY', digestAt: '06:00' })).toBe('2026-01-16T06:00:00.000Z');
    expect(at('2026-01-15T20:30:00Z', { mode: 'HOURLY' })).toBe('2026-01-16T06:00:00.000Z');
  });

  test('knows no time for what is switched off, critical or not', () => {
    expect(at('2026-01-15T12:00:00Z', { mode: 'OFF' }, 'CRITICAL')).toBeNull();
  });
});

const wallClock = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (time: number) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return { day: String(parts.weekday).toUpperCase(), clock: `${parts.hour}:${parts.minute}` };
  };
};

/** Whether a clock on a wall shows quiet hours. */
const isQuiet = ({ start, end, days }: QuietHours, { day, clock }: { day: string; clock: string }): boolean => {
  const today = WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]);
  const yesterday = WEEKDAYS[(today + 6) % 7];
  const begins = (it: string | undefined) => days.some((named) => named === it);
  if (start < end) return clock >= start && clock < end && begins(day);
  return (clock >= start && begins(day)) || (clock < end && begins(yesterday));
};

const CHANGES: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['Pacific/Auckland', '2026-04-04T14:00:00Z'],
  ['Pacific/Auckland', '2026-09-26T14:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'], // by half an hour
  ['America/Santiago', '2026-09-06T04:00:00Z'], // at midnight
];

const HOURS: readonly Pick<QuietHours, 'start' | 'end'>[] = [
  { start: '22:00', end: '07:00' },
  { start: '22:00', end: '02:30' },
  { start: '02:30', end: '03:15' },
  { start: '02:15', end: '02:45' },
  { start: '01:00', end: '03:00' },
  { start: '00:00', end: '23:59' },
  { start: '12:00', end: '11:59' },
];

describe.each(CHANGES)('in %s, around %s', (timeZone, change) => {
  const shown = wallClock(timeZone);
  test.each(HOURS)('from $start to $end nobody is disturbed, and everybody hears at the first free minute', (hours) => {
    for (const days of [[...WEEKDAYS], [WEEKDAYS[5], WEEKDAYS[6]] as const]) {
      const quietHours: QuietHours = { ...hours, days: days as QuietHours['days'], allowHigh: false };
      const [from, to] = [Date.parse(change) - 36 * 60 * MINUTE, Date.parse(change) + 60 * 60 * MINUTE];
      let free = Number.NaN; // the first free minute, found from the end
      const expected = new Map<number, number>();
      for (let time = to; time >= from; time -= MINUTE) {
        if (!isQuiet(quietHours, shown(time))) free = time;
        expected.set(time, free);
      }
      for (let time = from; time < to - 30 * 60 * MINUTE; time += 7 * MINUTE) {
        const given = deliverAt(new Date(time), 'NORMAL', wish({ timeZone, quietHours }));
        if (given?.getTime() !== expected.get(time))
          throw new Error(`${new Date(time).toISOString()}: ${given?.toISOString()} instead of ${expected.get(time)}`);
      }
    }
  });

  test('there is one daily digest a day, at its time, and an hourly one at each full hour', () => {
    for (const digestAt of ['02:30', '08:00']) {
      const digests = new Set<number>();
      const [from, to] = [Date.parse(change) - 36 * 60 * MINUTE, Date.parse(change) + 36 * 60 * MINUTE];
      for (let time = from; time < to; time += 11 * MINUTE) {
        const digest = nextDigest(new Date(time), 'DAILY', { timeZone, digestAt, digestDay: 'MONDAY' });
        digests.add(digest.getTime());
        const hour = nextDigest(new Date(time), 'HOURLY', { timeZone, digestAt, digestDay: 'MONDAY' });
        const clock = shown(hour.getTime()).clock;
        if (!clock.endsWith(':00') && timeZone !== 'Australia/Lord_Howe') throw new Error(`${clock} is no full hour`);
        expect(hour.getTime() - time).toBeLessThanOrEqual(120 * MINUTE);
      }
      const days = [...digests].map((time) => shown(time).day);
      expect(new Set(days).size).toBe(days.length);
      expect(days.length).toBeGreaterThanOrEqual(3);
    }
  });

  test('a weekly digest comes on its day', () => {
    const digest = nextDigest(new Date(change), 'WEEKLY', { timeZone, digestAt: '08:00', digestDay: 'WEDNESDAY' });
    expect(shown(digest.getTime())).toEqual({ day: 'WEDNESDAY', clock: '08:00' });
    expect(digest.getTime() - Date.parse(change)).toBeLessThanOrEqual(7 * 24 * 60 * MINUTE);
  });
});
