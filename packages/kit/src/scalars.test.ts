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
  ['LocalTime', '18:30', '18:30'],
  ['LocalTime', '00:00:00', '00:00'],
  ['LocalTime', '23:59:59', '23:59:59'],
  ['ISO8601Duration', 'P1D', 'P1D'],
  ['ISO8601Duration', 'pt1h30m', 'PT1H30M'],
  ['ISO8601Duration', 'P1Y2M3W4DT5H6M7S', 'P1Y2M3W4DT5H6M7S'],
  ['URL', 'https://Example.org', 'https://example.org/'],
  ['URL', 'http://127.0.0.1:4000/a?b=c#d', 'http://127.0.0.1:4000/a?b=c#d'],
  ['URL', 'https://münchen.example/Straße', 'https://xn--mnchen-3ya.example/Stra%C3%9Fe'],
  ['Currency', 'EUR', 'EUR'],
  ['Currency', 'jpy', 'JPY'],
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
  ['LocalTime', '24:00'],
  ['LocalTime', '18:60'],
  ['LocalTime', '18:30:60'],
  ['LocalTime', '18:30:00.5'],
  ['LocalTime', '8:30'],
  ['LocalTime', '18:30Z'],
  ['LocalTime', '18:30\n'],
  ['ISO8601Duration', 'P'],
  ['ISO8601Duration', 'PT'],
  ['ISO8601Duration', 'P1DT'],
  ['ISO8601Duration', '-P1D'],
  ['ISO8601Duration', 'P1.5D'],
  ['ISO8601Duration', 'P12345D'],
  ['ISO8601Duration', '1 day'],
  ['ISO8601Duration', 'P1D\n'],
  ['URL', 'example.org'],
  ['URL', '//example.org'],
  ['URL', 'javascript:alert(1)'],
  ['URL', 'ftp://example.org'],
  ['URL', 'https://'],
  ['URL', 'https:///example.org'],
  ['URL', 'https:\\\\example.org'],
  ['URL', 'https://example.org/\tpath'],
  ['URL', ' https://example.org'],
  ['URL', 'https://coach:secret@example.org'],
  ['URL', 'https://example.org:99999'],
  ['URL', `https://example.org/${'a'.repeat(2_029)}`],
  ['URL', `https://example.org/${'ß'.repeat(1_000)}`],
  ['Currency', 'EURO'],
  ['Currency', 'XXX'],
  ['Currency', 'DEM'],
  ['Currency', '€'],
  ['Currency', ''],
])('%s refuses %s', (name, text) => {
  expect(() => stored(name, text)).toThrow(BadInput);
  expect(() => asLiteral(name, text)).toThrow(BadInput);
});

const texts = (Object.keys(scalars) as Name[]).filter((name) => name !== 'SafeInt' && name !== 'JSON');

describe.each(texts)('%s', (name) => {
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

describe('SafeInt', () => {
  const literal = (text: string) => of('SafeInt').parseLiteral(parseValue(text), {});

  test.each([0, -1, 2_147_483_648, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('takes %p', (number) => {
    expect(of('SafeInt').parseValue(number)).toBe(number);
    expect(literal(String(number))).toBe(number);
  });

  test('takes the variable 1.0 for 1, and -0 for 0', () => {
    expect(of('SafeInt').parseValue(1.0)).toBe(1);
    expect(of('SafeInt').parseValue(-0)).toBe(0);
    expect(literal('-0')).toBe(0);
  });

  test.each([1.5, 2 ** 53, -(2 ** 53), Number.POSITIVE_INFINITY, Number.NaN, '1', 1n, true, null, [], {}])(
    'refuses the variable %p',
    (raw) => expect(() => of('SafeInt').parseValue(raw)).toThrow(BadInput),
  );

  test.each(['1.5', '1e3', '9007199254740992', '"1"', 'true', 'WORD', '[1]', '{}', '9'.repeat(1_000_000)])(
    'refuses a literal such as %.20s',
    (text) => expect(() => literal(text)).toThrow(/^SafeInt expects .{1,200}$/),
  );

  test('shows what a BIGINT column holds, and never a rounded amount', () => {
    expect(scalars.SafeInt.serialize(1_250n)).toBe(1_250);
    expect(() => scalars.SafeInt.serialize(2n ** 53n)).toThrow(RangeError);
    expect(() => scalars.SafeInt.serialize(12.5)).toThrow(RangeError);
  });
});

describe('JSON', () => {
  const literal = (text: string, variables = {}) => of('JSON').parseLiteral(parseValue(text), variables);
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

  test.each([null, true, 0, -1.5e-7, '', 'text', [], {}, { size: 'M', names: ['Ada', null], deep: { er: [{}] } }])(
    'takes %p',
    (value) => {
      expect(of('JSON').parseValue(value)).toEqual(value);
      const names = JSON.stringify(value).replace(/"(\w+)":/g, '$1:');
      expect(literal(names)).toEqual(value);
    },
  );

  test('reads variables within a literal, with the same bounds', () => {
    expect(literal('{a: [$x, $y]}', { x: { b: 1 } })).toEqual({ a: [{ b: 1 }, null] });
    expect(() => literal('[[$x]]', { x: nested(7) })).toThrow(BadInput);
    expect(literal('[$x]', { x: nested(7) })).toEqual(nested(8));
  });

  test('is at most 8 levels deep', () => {
    expect(of('JSON').parseValue(nested(8))).toEqual(nested(8));
    expect(() => of('JSON').parseValue(nested(9))).toThrow(BadInput);
    expect(() => literal(JSON.stringify(nested(9)))).toThrow(BadInput);
    expect(() => of('JSON').parseValue(JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)))).toThrow(BadInput);
  });

  test('holds at most 1,000 values and 20,000 characters, names counted', () => {
    expect(of('JSON').parseValue(Array(999).fill(0))).toHaveLength(999);
    expect(() => of('JSON').parseValue(Array(1_000).fill(0))).toThrow(BadInput);
    expect(() => of('JSON').parseValue(['a'.repeat(10_000), { ['b'.repeat(10_000)]: 1, c: 1 }])).toThrow(BadInput);
    expect(() => literal(`["${'a'.repeat(1_000_000)}"]`)).toThrow(/^JSON expects .{1,200}$/);
    expect(() => literal('9'.repeat(1_000_000))).toThrow(BadInput);
  });

  test('refuses what PostgreSQL cannot keep or JSON cannot say', () => {
    for (const raw of ['\0', '\ud800', { '\0': 1 }, Number.POSITIVE_INFINITY, undefined, () => 1, 1n])
      expect(() => of('JSON').parseValue([raw])).toThrow(BadInput);
    for (const text of ['WORD', '1e999']) expect(() => literal(text)).toThrow(BadInput);
  });

  test('takes "__proto__" for a name like another', () => {
    const value = of('JSON').parseValue(JSON.parse('{"__proto__": {"admin": true}}')) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect('admin' in value).toBe(false);
  });
});
