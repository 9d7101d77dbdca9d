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
  ])('refuses %s', (_, raw) => {
    expect(() => name(raw)).toThrow(UserError);
  });
  test('says which field is at fault', () => {
    expect(() => name('')).toThrow(expect.objectContaining({ code: 'VALIDATION', path: ['name'] }));
  });
});

test('a paragraph keeps its line breaks', () => {
  expect(paragraph('one\r\ntwo', { max: 20, path: 'bio' })).toBe('one\ntwo');
});

describe('optional', () => {
  test('leaves what is left out', () => expect(optional(undefined, name)).toBeUndefined());
  test('erases by null and by blank', () => expect([optional(null, name), optional(' ', name)]).toEqual([null, null]));
  test('applies the rule to the rest', () => expect(optional(' Ada ', name)).toBe('Ada'));
});
