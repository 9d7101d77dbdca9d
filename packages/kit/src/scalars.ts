import { EmailAddress, PhoneNumber } from './scalars/contacts.ts';
import { Locale, TimeZone } from './scalars/places.ts';
import { textScalar } from './scalars/text-scalar.ts';
import { DateTime, LocalDate } from './scalars/times.ts';

const HexColorCode = textScalar({
  name: 'HexColorCode',
  longest: 7,
  expected: 'a colour like "#1565c0"',
  read: (text) => (/^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : null),
});

/**
 * The scalars of shared.graphql. DateTime is a Date in resolvers, the others are strings, canonical where there are several
 * spellings. Gateway and subgraphs obey the same rules.
 */
export const scalars = { DateTime, LocalDate, TimeZone, Locale, EmailAddress, PhoneNumber, HexColorCode };
