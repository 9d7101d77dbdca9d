import { operation } from '../attack.ts';

const INVALID = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'COST_EXCEEDED'];
const many = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(' ');

/** Spread after spread, each of which spreads the next twice. */
const doubling = (levels: number) =>
  `{ ...F0 } ${many(levels, (i) => `fragment F${i} on Query { a${i}: __typename ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on Query { __typename }`;

/** Documents that are small to send and large to read. */
export const documents = [
  operation(
    'an alias of 900,000 underscores',
    { query: `{ __refused_${'_'.repeat(900_000)}: __typename me { id } }` },
    ['UNAUTHENTICATED', ...INVALID],
    { bytes: 1_000_000 },
  ),
  operation(
    'an alias of 60,000 underscores',
    { query: `{ __refused_${'_'.repeat(60_000)}: __typename me { id } }` },
    ['UNAUTHENTICATED', ...INVALID],
    { bytes: 100_000 },
  ),
  operation('1,900 unknown fields', { query: `{ ${many(1_900, (i) => `tems${i}`)} }` }, INVALID),
  operation(
    '600 unknown arguments',
    { query: `{ teams(${many(600, (i) => `frst${i}: 1`)}) { totalCount } }` },
    INVALID,
  ),
  operation('unknown fields of a megabyte', { query: `{ ${many(9, (i) => `${'x'.repeat(100_000)}${i}`)} }` }, INVALID),
  operation('a selection 990 deep', { query: `${'{a'.repeat(990)}${'}'.repeat(990)}` }, INVALID),
  operation(
    'a list literal 990 deep',
    { query: `{ events(filter: { kinds: ${'['.repeat(990)}${']'.repeat(990)} }) { totalCount } }` },
    INVALID,
  ),
  operation('900,000 braces', { query: '{'.repeat(900_000) }, INVALID),
  operation('a fragment that doubles 100 times', { query: doubling(100) }, INVALID),
  operation(
    'fragments in a circle',
    { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
    INVALID,
  ),
  operation(
    '190 fragments that spread each other',
    { query: `{ ...F0 } ${many(190, (i) => `fragment F${i} on Query { ...F${(i + 1) % 190} ...F${(i + 7) % 190} }`)}` },
    INVALID,
  ),
  operation('a field repeated 1,900 times', { query: `{ ${many(1_900, () => '__typename')} }` }, INVALID),
  operation('a selection repeated 400 times', { query: `{ ${many(400, () => 'me { id }')} }` }, [
    'UNAUTHENTICATED',
    ...INVALID,
  ]),
  operation(
    'repeated selections in repeated fragments',
    {
      query: `{ ${many(150, (i) => `...F${i}`)} } ${many(150, (i) => `fragment F${i} on Query { me { id displayName } }`)}`,
    },
    ['UNAUTHENTICATED', ...INVALID],
  ),
  operation('200 operations', { query: many(200, (i) => `query Q${i} { __typename }`) }, [
    'OPERATION_RESOLUTION_FAILURE',
    ...INVALID,
  ]),
  operation('900 directives', { query: `{ __typename ${many(900, () => '@include(if: true)')} }` }, INVALID),
  operation('300 variables', { query: `query (${many(300, (i) => `$v${i}: ID`)}) { __typename }` }, INVALID),
  operation(
    'an introspection bomb',
    { query: '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }' },
    INVALID,
  ),
  operation(
    'an introspection bomb by aliases',
    {
      query: `{ ${many(15, (i) => `a${i}: __schema { types { fields { args { type { name } } type { ofType { ofType { name } } } } } }`)} }`,
    },
    INVALID,
  ),
  operation(
    'types asked by name 20 times',
    {
      query: `{ ${many(20, (i) => `a${i}: __type(name: "Query") { fields { args { name type { name } } type { fields { name } } } }`)} }`,
    },
    [],
    { bytes: 200_000 },
  ),
  operation(
    'a string of 900 KB',
    { query: `{ teams(filter: { search: "${'x'.repeat(900_000)}" }) { totalCount } }` },
    INVALID,
    { as: 'player' },
  ),
  operation('a number of 900 KB', { query: `{ teams(first: ${'9'.repeat(900_000)}) { totalCount } }` }, INVALID, {
    as: 'player',
  }),
  operation('a comment of 900 KB', { query: `{ __typename } #${'x'.repeat(900_000)}` }, INVALID, {}),
  operation('a subscription', { query: 'subscription { me { id } }' }, ['BAD_REQUEST', ...INVALID]),
];
