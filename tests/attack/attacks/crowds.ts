import { getIntrospectionQuery } from 'graphql';
import { type Attack, attack, crowd, type Who } from '../attack.ts';

const INVALID = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'];
const many = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(' ');

interface Crowd {
  readonly count?: number;
  readonly as?: Who;
  readonly bytes?: number;
}

/** Requests that are harmless alone, all at once. */
const all = (
  name: string,
  codes: readonly string[],
  body: (index: number) => unknown,
  { count = 300, as = 'nobody', bytes = 8_000 }: Crowd = {},
): Attack =>
  attack(`${count} × ${name}`, codes, ({ post }) => crowd(count, (i) => post(body(i), as)), { bytes, mayBeLate: true });

const EVENTS = 'query ($k: [EventKind!]) { events(filter: { kinds: $k }) { totalCount } }';
const rosters = (values: number) =>
  `{ teams(first: 25) { nodes { members(first: 50) { nodes { ${many(values, (i) => `a${i}: role`)} } } } } }`;

/** What requests can do together. */
export const crowds: readonly Attack[] = [
  all('a name of 90 KB', INVALID, (i) => ({ query: `{ ${`x${i}`.padEnd(90_000, 'y')} }` })),
  all('600 unknown fields', INVALID, (i) => ({ query: `{ me { ${many(600, (k) => `x${i}_${k}`)} } }` })),
  all('a document that breaks off', INVALID, (i) => ({ query: `{ ${many(1_985, () => `a${i}`)} (` })),
  all('the same introspection', [], () => ({ query: getIntrospectionQuery() }), { bytes: 1_000_000 }),
  all('a new introspection', [], (i) => ({ query: `${getIntrospectionQuery()} #${i}` }), {
    count: 50,
    bytes: 1_000_000,
  }),
  all('a variable that nobody declared', [], () => ({
    query: '{ __typename }',
    variables: { v: Array.from({ length: 9_000 }, (_, i) => `text ${i}`) },
  })),
  all('a body of 1 MB', [], () => ({ query: '{ __typename }', padding: 'x'.repeat(990_000) }), { count: 30 }),
  all('1,900 enum values', ['BAD_USER_INPUT'], () => ({ query: EVENTS, variables: { k: Array(1_900).fill('GAME') } }), {
    as: 'player',
  }),
  all('29 values of each of 1,250 members', ['COST_EXCEEDED'], () => ({ query: rosters(29) }), {
    as: 'player',
    count: 10,
  }),
  all('12 values of each of 1,250 members', [], () => ({ query: rosters(12) }), {
    as: 'player',
    count: 10,
    bytes: 1_000_000,
  }),
];
