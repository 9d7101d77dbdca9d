import { ensureSize, VARIABLE_DEPTH } from '../../src/gatekeeper/size.ts';
import { refusalsOf } from './refusals.ts';

const LIMITS = { documentLength: 100, variableValues: 1_000 };
const withVariables = (variables: Record<string, unknown>) =>
  refusalsOf(() => ensureSize({ query: '{ __typename }', variables }, LIMITS));
const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

describe('the size of a request', () => {
  test('is met by what is within the limits', async () => {
    expect(await refusalsOf(() => ensureSize({ query: ' '.repeat(100) }, LIMITS))).toEqual([]);
    expect(await withVariables({ list: Array(999).fill(1) })).toEqual([]);
    expect(await withVariables({ deep: nested(VARIABLE_DEPTH) })).toEqual([]);
  });

  test('counts the characters of the document', async () => {
    expect(await refusalsOf(() => ensureSize({ query: ' '.repeat(101) }, LIMITS))).toEqual([
      'GRAPHQL_PARSE_FAILED The document has 101 characters; the limit is 100',
    ]);
  });

  test.each([
    ['a list', { list: Array(1_000).fill('x') }],
    ['an object', { input: Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, i])) }],
    ['many lists', { lists: Array.from({ length: 100 }, () => Array(10).fill(null)) }],
    ['many variables', Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`v${i}`, 1]))],
  ])('counts the values of %s', async (_, variables) => {
    expect(await withVariables(variables)).toEqual([
      'BAD_USER_INPUT The variables have more values than the limit of 1000',
    ]);
  });

  test('ends at a depth that recursion can follow', async () => {
    const told = ['BAD_USER_INPUT The variables are nested deeper than the limit of 50'];
    expect(await withVariables({ deep: nested(VARIABLE_DEPTH + 1) })).toEqual(told);
    expect(await withVariables({ deep: nested(400_000) })).toEqual(told);
  });
});
