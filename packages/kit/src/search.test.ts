import { containing, fold } from './search.ts';

describe('what a search compares', () => {
  test.each([
    ['Örjan', 'örjan'],
    ['ÖRJAN', 'o\u0308rjan'],
    ['Иван', 'ИВАН'],
    ['Weiß', 'WEISS'],
    ['Weiß', 'WEIẞ'],
    ['WEIẞ', 'weiss'],
    ['Οδυσσέας', 'ΟΔΥΣΣΈΑΣ'],
    ['İstanbul', 'istanbul'],
    ['Işık', 'IŞIK'],
    ['ﬁsh', 'Fish'],
  ])('is the same for %s and %s', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  test('differs between letters that are not the same', () => {
    expect(fold('Orjan')).not.toBe(fold('Örjan'));
  });

  test('is plain text: wildcards mean themselves', () => {
    expect(containing(' 50%_\\ ')).toEqual({ contains: '50\\%\\_\\\\' });
  });

  test('has no invisible characters, and blanks of one kind', () => {
    expect(containing('\u200B\u3000A\u200Dd\uFEFFa\u00A0\u2028L\u00AD')).toEqual({ contains: 'ada l' });
    expect([containing('\u200B\u3164'), containing('\u0085\u3000')]).toEqual([undefined, undefined]);
  });

  test('refuses towers of marks, whose sorting takes long', () => {
    expect(() => containing(`a${'\u0301\u0316'.repeat(100)}`)).toThrow('too many marks');
  });

  test('is nothing for blanks, and refused where it is longer than anything that can be found', () => {
    expect([containing('  '), containing(null), containing(undefined)]).toEqual([undefined, undefined, undefined]);
    expect(() => containing('x'.repeat(321))).toThrow('at most 320 characters');
  });
});
