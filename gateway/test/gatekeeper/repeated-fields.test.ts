import { parse } from 'graphql';
import { ensureFewComparisons } from '../../src/gatekeeper/repeated-fields.ts';

const isRefused = (query: string): boolean => ensureFewComparisons(parse(query)) !== null;

describe('a document that repeats its fields', () => {
  test.each([
    ['in one place', `{ ${'id '.repeat(500)} }`],
    ['below one another', `{ ${`a { ${'b { c } '.repeat(30)} } `.repeat(20)} }`],
    ['in fragments', `{ ...A ...B } fragment A on Q { ${'id '.repeat(300)} } fragment B on Q { ${'id '.repeat(300)} }`],
    [
      'in a fragment that is spread again and again',
      `{ ${'...A '.repeat(20)} } fragment A on Q { ${'id '.repeat(30)} }`,
    ],
    ['in many operations', Array.from({ length: 20 }, (_, i) => `query A${i} { ${'id '.repeat(120)} }`).join(' ')],
    ['in a fragment that nobody uses', `{ id } fragment A on Q { ${'id '.repeat(500)} }`],
  ])('too often is refused: %s', (_, query) => expect(isRefused(query)).toBe(true));

  test.each([
    [
      'a hundred fragments that all want the id',
      Array.from({ length: 100 }, (_, i) => `fragment F${i} on Q { id f${i} }`),
    ],
    [
      'two thousand different fields',
      [`fragment F0 on Q { ${Array.from({ length: 2_000 }, (_, i) => `f${i}`).join(' ')} }`],
    ],
  ])('as pages do is not: %s', (_, fragments) => {
    const spreads = fragments.map((_, i) => `...F${i}`).join(' ');
    expect(isRefused(`{ node { ${spreads} } } ${fragments.join(' ')}`)).toBe(false);
  });
});
