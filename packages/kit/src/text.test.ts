import { UserError } from './errors.ts';
import { line, optional, paragraph } from './text.ts';

const name = (raw: string) => line(raw, { max: 20, path: 'name' });

describe('line', () => {
  test('trims, folds blanks and composes accents', () => {
    expect(name('  Zoe\u0308   Quist ')).toBe('Zoë Quist');
  });
  test.each([
    ['nothing but blanks', '   '],
    ['too much', 'x'.repeat(21)],
    ['a line break', 'a\nb'],
    ['a NUL', 'a\0b'],
    ['a direction override', 'a\u202Eb'],
    ['half a character', 'a\uD800'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a next line', 'a\u0085b'],
    ['a vertical tab', 'a\vb'],
    ['a form feed', 'a\fb'],
    ['what is no character', 'a\uFFFE'],
    ['a private character', 'a\uE000'],
    ['a tower of marks', `a${'\u0301'.repeat(9)}`],
    ['a tower of marks with joiners between', `\u0915${'\u0301\u200D'.repeat(9)}`],
    ['blanks of every kind', '\u0085\u00A0\u1680\u2003\u2028\u3000'],
    ['zero width', '\u200B\u200C\u200D\u2060\uFEFF'],
    ['soft hyphens', '\u00AD\u00AD'],
    ['Hangul fillers', '\u115F\u1160\u3164\uFFA0'],
    ['an empty Braille cell', '\u2800'],
    ['variation selectors', '\uFE0F\u{E0100}'],
    ['tags', '\u{E0041}\u{E0064}'],
    ['marks without a letter', '\u0301\u20DD'],
    ['direction marks', '\u200E\u200F\u061C'],
  ])('refuses %s', (_, raw) => {
    expect(() => name(raw)).toThrow(UserError);
  });
  test.each([
    ['a family', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'],
    ['a heart on fire', '\u2764\uFE0F\u200D\u{1F525}'],
    ['an astronaut', '\u{1F469}\u{1F3FD}\u200D\u{1F680}'],
    ['a keycap', '1\uFE0F\u20E3'],
    ['Scotland', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
    ['Persian', '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645'],
    ['Sinhala', '\u0DC1\u0DCA\u200D\u0DBB\u0DD3'],
    ['Malayalam', '\u0D28\u0D4D\u200D'],
    ['an old ideograph', '\u845B\u{E0100}\u57CE'],
    ['pointed Hebrew', '\u05E9\u05B8\u05BC\u05C1'],
    ['a sign', '\u2663'],
  ])('keeps %s as it is', (_, raw) => {
    expect(name(raw)).toBe(raw);
  });
  test.each([
    ['zero width', 'A\u200Bd\u2060a\uFEFF'],
    ['joiners', 'A\u200Dd\u200Ca\u200D'],
    ['soft hyphens', 'A\u00ADda'],
    ['selectors', 'A\uFE0Fda\u{E0101}'],
    ['tags', 'A\u{E0064}da\u{E007F}'],
    ['direction marks', '\u200EAda\u200F'],
    ['blanks at the ends', '\u3000\u0085Ada\u2028\u00A0'],
  ])('leaves out %s that nobody sees', (_, raw) => {
    expect(name(raw)).toBe('Ada');
  });
  test('folds blanks of every kind', () => {
    expect(name('\u5C71\u7530\u3000\u00A0\t\u592A\u90CE')).toBe('\u5C71\u7530 \u592A\u90CE');
  });
  test('counts code points, composed', () => {
    expect(name('\u{1F600}'.repeat(20))).toHaveLength(40);
    expect(name('e\u0301'.repeat(20))).toHaveLength(20);
    expect(() => name('\u{1F600}'.repeat(21))).toThrow('Needs 1 to 20 characters, has 21');
  });
  test('refuses what is far too long before it looks at it', () => {
    expect(() => name('a\u0301\u0316'.repeat(400_000))).toThrow('Needs 1 to 20 characters, has far more');
  });
  test('says which field is at fault', () => {
    expect(() => name('')).toThrow(expect.objectContaining({ code: 'VALIDATION', path: ['name'] }));
  });
});

test('a paragraph keeps its line breaks', () => {
  const bio = (raw: string) => paragraph(raw, { max: 20, path: 'bio' });
  expect(bio('one\r\ntwo')).toBe('one\ntwo');
  expect(bio('a\rb\u2028c\u2029d\u0085e\ff\vg')).toBe('a\nb\nc\nd\ne\nf\ng');
  expect(() => bio('\n\u200B\u2029')).toThrow('has 0');
});

describe('optional', () => {
  test('leaves what is left out', () => expect(optional(undefined, name)).toBeUndefined());
  test.each([null, '', ' ', '\u3000\u2028\u0085\u00A0\t\n'])('erases by null and by blanks: %j', (raw) =>
    expect(optional(raw, name)).toBeNull(),
  );
  test('refuses what is there and cannot be seen', () => expect(() => optional('\u200B', name)).toThrow(UserError));
  test('applies the rule to the rest', () => expect(optional(' Ada ', name)).toBe('Ada'));
});
