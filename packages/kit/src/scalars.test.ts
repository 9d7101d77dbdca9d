import { type GraphQLScalarType, parseValue } from 'graphql';
import { BadInput } from './errors.ts';
import { scalars } from './scalars.ts';

type Name = keyof typeof scalars;
const of = (name: Name) => scalars[name] as GraphQLScalarType;
const asLiteral = (name: Name, text: string) => of(name).parseLiteral(parseValue(JSON.stringify(text)), {});
const stored = (name: Name, text: string) => of(name).parseValue(text);

const long = 'a'.repeat(65);
const label = 'd'.repeat(63);

test.each<[Name, string, unknown]>([
  ['DateTime', '2026-09-01T18:30:00+02:00', new Date('2026-09-01T16:30:00Z')],
  ['DateTime', '2024-02-29t00:00:00.123456789z', new Date('2024-02-29T00:00:00.123Z')],
  ['DateTime', '0001-01-01T00:00:00Z', new Date('0001-01-01T00:00:00Z')],
  ['DateTime', '9999-12-31T23:59:59.999Z', new Date('9999-12-31T23:59:59.999Z')],
  ['LocalDate', '0001-01-01', '0001-01-01'],
  ['LocalDate', '9999-12-31', '9999-12-31'],
  ['TimeZone', 'europe/BERLIN', 'Europe/Berlin'],
  ['TimeZone', 'asia/kolkata', 'Asia/Kolkata'],
  ['TimeZone', 'Asia/Calcutta', 'Asia/Kolkata'],
  ['TimeZone', 'utc', 'UTC'],
  ['Locale', 'EN-gb', 'en-GB'],
  ['Locale', 'zh-hans-cn', 'zh-Hans-CN'],
  ['EmailAddress', "o'brien+club@Example.co.uk", "o'brien+club@Example.co.uk"],
  ['EmailAddress', `${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ['PhoneNumber', '+4915112345678', '+4915112345678'],
  ['PhoneNumber', ' 0151 123 ', '0151 123'],
  ['PhoneNumber', '910', '910'],
  ['PhoneNumber', '+1 (123) 456-7890', '+1 (123) 456-7890'],
  ['HexColorCode', '#AABBCC', '#aabbcc'],
])('%s takes %s', (name, text, value) => {
  expect(stored(name, text)).toEqual(value);
  expect(asLiteral(name, text)).toEqual(value);
});

test.each<[Name, string]>([
  ['DateTime', '0000-01-01T00:00:00Z'],
  ['DateTime', '0001-01-01T00:00:00+14:00'],
  ['DateTime', '9999-12-31T23:59:59-05:00'],
  ['DateTime', '10000-01-01T00:00:00Z'],
  ['DateTime', '+275760-09-13T00:00:00.000Z'],
  ['DateTime', '2023-02-29T00:00:00Z'],
  ['DateTime', '2026-06-30T23:59:60Z'],
  ['DateTime', '2026-06-30T24:00:00Z'],
  ['DateTime', '2026-06-30T10:00:00'],
  ['DateTime', '2026-06-30T10:00:00+24:00'],
  ['DateTime', '2026-06-30'],
  ['DateTime', 'infinity'],
  ['LocalDate', '0000-01-01'],
  ['LocalDate', '2023-02-29'],
  ['LocalDate', '2023-13-01'],
  ['LocalDate', '10000-01-01'],
  ['TimeZone', 'Europe/Atlantis'],
  ['TimeZone', '+02:00'],
  ['TimeZone', ''],
  ['Locale', 'en_GB'],
  ['Locale', 'x'],
  ['EmailAddress', 'coach.riverside.example'],
  ['EmailAddress', `${long}@example.org`],
  ['EmailAddress', `a@${[label, label, label, label].join('.')}`],
  ['EmailAddress', ' ada@example.org'],
  ['EmailAddress', 'ada@example.org\nbcc: all@example.org'],
  ['PhoneNumber', '12'],
  ['PhoneNumber', `${'1'.repeat(28)}x`],
  ['PhoneNumber', '1'.repeat(21)],
  ['PhoneNumber', '+'],
  ['PhoneNumber', '٠١٢٣'],
  ['HexColorCode', '#12345'],
])('%s refuses %s', (name, text) => {
  expect(() => stored(name, text)).toThrow(BadInput);
  expect(() => asLiteral(name, text)).toThrow(BadInput);
});

describe.each(Object.keys(scalars) as Name[])('%s', (name) => {
  test('refuses what is no string', () => {
    for (const raw of [1, true, null, [], {}, ['x']]) expect(() => of(name).parseValue(raw)).toThrow(BadInput);
    for (const literal of ['1', '1.5', 'true', 'WORD', '[]', '{}'])
      expect(() => of(name).parseLiteral(parseValue(literal), {})).toThrow(BadInput);
  });

  test('refuses a text of a megabyte unread, and does not repeat it', () => {
    for (const character of ['1', '@', ' ', 'a'])
      expect(() => stored(name, character.repeat(1_000_000))).toThrow(/^.{1,200}$/);
  });
});

describe('what is stored already can be read', () => {
  test('instants beyond the bounds show as the nearest bound', () => {
    const { DateTime } = scalars;
    expect(DateTime.serialize(new Date('2026-09-01T16:30:00Z'))).toBe('2026-09-01T16:30:00.000Z');
    expect(DateTime.serialize(new Date(Date.UTC(10_000, 0, 1)))).toBe('9999-12-31T23:59:59.999Z');
    expect(DateTime.serialize(new Date(-8.64e15))).toBe('0001-01-01T00:00:00.000Z');
    expect(DateTime.serialize(new Date('infinity'))).toBe('9999-12-31T23:59:59.999Z');
  });

  test('texts show as they are', () => {
    expect(scalars.PhoneNumber.serialize('ask my mother')).toBe('ask my mother');
    expect(scalars.LocalDate.serialize('0000-01-01')).toBe('0000-01-01');
  });

  test('zones and languages show in their present spelling, what is none as it is', () => {
    expect(scalars.TimeZone.serialize('europe/BERLIN')).toBe('Europe/Berlin');
    expect(scalars.TimeZone.serialize('Middle/Earth')).toBe('Middle/Earth');
    expect(scalars.Locale.serialize('EN-gb')).toBe('en-GB');
    expect(scalars.Locale.serialize('?')).toBe('?');
  });
});
