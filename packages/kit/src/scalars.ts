import { EmailAddress, PhoneNumber } from './scalars/contacts.ts';
import { Json } from './scalars/json.ts';
import { Currency, SafeInt } from './scalars/money.ts';
import { Locale, TimeZone } from './scalars/places.ts';
import { textScalar } from './scalars/text-scalar.ts';
import { DateTime, ISO8601Duration, LocalDate, LocalTime } from './scalars/times.ts';
import { Url } from './scalars/web.ts';

const HexColorCode = textScalar({
  name: 'HexColorCode',
  longest: 7,
  expected: 'a colour like "#1565c0"',
  read: (text) => (/^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : null),
});

/**
 * The scalars of shared.graphql. DateTime is a Date in resolvers, SafeInt a number, JSON whatever it holds; the others are
 * strings, canonical where there are several spellings. Gateway and subgraphs obey the same rules.
 */
export const scalars = {
  DateTime,
  LocalDate,
  LocalTime,
  ISO8601Duration,
  TimeZone,
  Locale,
  EmailAddress,
  PhoneNumber,
  URL: Url,
  HexColorCode,
  Currency,
  SafeInt,
  JSON: Json,
};
