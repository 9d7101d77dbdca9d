import type { EventFacts } from './facts.ts';
import type { Saying } from './language.ts';

// Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin.
const RIGHT_TO_LEFT = /[\p{Script=Hebr}\p{Script=Arab}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Nkoo}\p{Script=Adlm}]/u;
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/**
 * A name as it stands in a sentence. One from right to left is isolated (UAX #9, 2.4.2), lest the words and numbers
 * after it are drawn before it; names that would be drawn alike with or without stay as they are.
 */
export const isolated = (name: string): string =>
  RIGHT_TO_LEFT.test(name) ? `${ISOLATE}${name}${END_OF_ISOLATE}` : name;

const MOMENT = {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/** How a reader of this locale, in this zone, is told times and names. */
export function sayingFor(locale: string, timeZone: string, teamName: string): Saying {
  const moments = new Intl.DateTimeFormat(locale, { ...MOMENT, timeZone });
  const team = isolated(teamName);
  const when = ({ startsAt, endsAt }: Pick<EventFacts, 'startsAt' | 'endsAt'>) => {
    const from = new Date(startsAt);
    const to = new Date(endsAt ?? startsAt);
    return to > from ? moments.formatRange(from, to) : moments.format(from);
  };
  return {
    team,
    teams: (title) => (team ? `${team}: ${title}` : title),
    at: (instant) => moments.format(new Date(instant)),
    when,
    event: (event) => [when(event), ...(event.place ? [isolated(event.place)] : [])].join(', '),
    name: isolated,
    list: (words) => new Intl.ListFormat(locale).format(words),
  };
}
