import { operation } from '../attack.ts';

const LOGIN = 'mutation ($k: LoginInput!) { login(input: $k) { userErrors { code } } }';
const EVENTS = 'query ($k: [EventKind!]) { events(filter: { kinds: $k }) { totalCount } }';
const BAD = ['BAD_USER_INPUT'];
const many = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;

/** Values of every wrong kind, in every amount that fits into a body. */
export const variables = [
  operation(
    '20,000 unknown keys',
    { query: LOGIN, variables: { k: Object.fromEntries(many(20_000, (i) => [`k${i}`, 1])) } },
    BAD,
  ),
  operation('40,000 unknown enum values', { query: EVENTS, variables: { k: many(40_000, (i) => `X${i}`) } }, BAD),
  operation('the same unknown value 40,000 times', { query: EVENTS, variables: { k: many(40_000, () => 'X') } }, BAD),
  operation('70,000 right enum values', { query: EVENTS, variables: { k: many(70_000, () => 'GAME') } }, BAD, {
    as: 'player',
  }),
  operation('numbers where names belong', { query: EVENTS, variables: { k: many(100_000, (i) => i) } }, BAD),
  operation('a list in a list in a list', { query: EVENTS, variables: { k: JSON.parse(nested(1_000)) } }, BAD),
  operation(
    '20,000 variables that nobody declared',
    { query: '{ __typename }', variables: Object.fromEntries(many(20_000, (i) => [`v${i}`, i])) },
    BAD,
  ),
  operation('a variable that is no object', { query: LOGIN, variables: { k: 'x'.repeat(900_000) } }, BAD),
  operation('variables that are a list', { query: LOGIN, variables: many(100_000, () => 0) }, [
    'BAD_USER_INPUT',
    'BAD_REQUEST',
  ]),
  operation(
    'an id of 900 KB',
    { query: 'query ($id: ID!) { team(id: $id) { name } }', variables: { id: 'x'.repeat(900_000) } },
    BAD,
    { as: 'player' },
  ),
  operation(
    'an e-mail address of 900 KB',
    { query: LOGIN, variables: { k: { email: `${'x'.repeat(900_000)}@example.org`, password: 'x' } } },
    BAD,
  ),
  operation(
    'a password of 900 KB',
    { query: LOGIN, variables: { k: { email: 'coach@riverside.example', password: 'x'.repeat(900_000) } } },
    ['BAD_USER_INPUT', 'INVALID_CREDENTIALS', 'VALIDATION'],
  ),
  operation(
    'a cursor of 900 KB',
    { query: 'query ($c: String) { teams(after: $c) { totalCount } }', variables: { c: 'x'.repeat(900_000) } },
    BAD,
    { as: 'player' },
  ),
  operation(
    'a search of 900 KB',
    {
      query: 'query ($s: String) { teams(filter: { search: $s }) { totalCount } }',
      variables: { s: '%_'.repeat(450_000) },
    },
    ['BAD_USER_INPUT', 'VALIDATION'],
    { as: 'player' },
  ),
  operation(
    'an operation name of 900 KB',
    { query: 'query A { __typename } query B { __typename }', operationName: 'x'.repeat(900_000) },
    ['OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST', 'BAD_USER_INPUT'],
  ),
  operation(
    'the year 0',
    { query: 'query ($t: DateTime!) { calendar(from: $t, to: $t) { id } }', variables: { t: '0000-01-01T00:00:00Z' } },
    BAD,
    { as: 'player' },
  ),
  operation(
    'the year 10000, by its offset',
    {
      query: 'query ($t: DateTime!) { calendar(from: $t, to: $t) { id } }',
      variables: { t: '9999-12-31T23:59:59-05:00' },
    },
    BAD,
    { as: 'player' },
  ),
  operation(
    'NUL characters',
    {
      query: 'query ($s: String) { teams(filter: { search: $s }) { totalCount } }',
      variables: { s: '\0'.repeat(1_000) },
    },
    BAD,
    { as: 'player' },
  ),
  operation(
    'a page of a thousand million',
    { query: 'query ($n: Int) { teams(first: $n) { nodes { id } } }', variables: { n: 1_000_000_000 } },
    ['BAD_USER_INPUT', 'COST_EXCEEDED'],
    { as: 'player' },
  ),
];
