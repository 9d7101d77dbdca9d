import { containing, fold } from './search.ts';

describe('what a search compares', () => {
  test.each([
    ['Örjan', 'örjan'],
    ['ÖRJAN', 'o\u0308rjan'],
    ['Иван', 'ИВАН'],
    ['Weiß', 'WEISS'],
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

  test('is nothing for blanks, and refused where it is longer than anything that can be found', () => {
    expect([containing('  '), containing(null), containing(undefined)]).toEqual([undefined, undefined, undefined]);
    expect(() => containing('x'.repeat(321))).toThrow('at most 320 characters');
  });
});
