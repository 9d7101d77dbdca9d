import { buildSchema } from 'graphql';
import { knownOperations } from '../../src/gatekeeper/known-operations.ts';
import { defaultGatewayConfig } from '../../src/index.ts';
import { refusalsOf } from './refusals.ts';

const schema = buildSchema(`
  type Query { person(id: ID, name: String): Person  people: [Person] }
  type Mutation { touch: Int }
  type Person { id: ID!  name: String  friends: [Person!]! }
`);
const { limits } = defaultGatewayConfig;
const operations = (introspection = true) => knownOperations(schema, { limits, introspection });

describe('a known operation', () => {
  test('is the same object however often it is asked for', async () => {
    const { find } = operations();
    const asked = { query: 'query A { people { id } } mutation B { touch }', operationName: 'B' };
    expect(await find(asked)).toBe(await find({ ...asked }));
    expect(await find(asked)).not.toBe(await find({ ...asked, operationName: 'A' }));
    expect(await find(asked)).toMatchObject({ name: 'B', node: { operation: 'mutation' } });
  });

  test('keeps nothing of the text but its meaning: no tokens, no comments', async () => {
    const { document } = await operations().find({ query: '{ # a comment\n people { id } }' });
    expect(JSON.stringify(document)).not.toContain('loc');
  });

  test.each([
    ['{', 'GRAPHQL_PARSE_FAILED', { line: 1, column: 2 }],
    ['query A {\r\n  people {\n   nothing } }', 'GRAPHQL_VALIDATION_FAILED', { line: 3, column: 4 }],
  ])('is refused the same way again, at its place: %j', async (query, code, location) => {
    const { find } = operations();
    const refused = () => find({ query }).catch((error: unknown) => error);
    expect(await refused()).toBe(await refused());
    expect(await refused()).toMatchObject({ status: 400, errors: [{ locations: [location], extensions: { code } }] });
  });

  test('must be chosen', async () => {
    const { find } = operations();
    const query = 'query A { people { id } } query B { people { id } }';
    const told = [
      'OPERATION_RESOLUTION_FAILURE The document has no operation of that name, or several and no name was given',
    ];
    for (const operationName of [undefined, '', 'C', 'x'.repeat(1_000_000)])
      expect(await refusalsOf(() => find({ query, operationName }))).toEqual(told);
    expect(await refusalsOf(() => find({ query: 'fragment A on Person { id }' }))).toHaveLength(1);
  });

  test('is of a kind that the schema has', async () => {
    expect(await refusalsOf(() => operations().find({ query: 'subscription { people { id } }' }))).toEqual([
      'BAD_REQUEST The schema has no subscription operations',
    ]);
  });

  test('is refused with few errors, each short, whatever is wrong with it', async () => {
    const { find } = operations();
    const name = 'n'.repeat(90_000);
    const wrong = {
      name: `{ ${name} }`,
      fields: `{ ${Array.from({ length: 900 }, (_, i) => `peopl${i}`).join(' ')} }`,
      arguments: `{ people(${Array.from({ length: 400 }, (_, i) => `i${i}: 1`).join(' ')}) { id } }`,
      directives: `{ ${Array.from({ length: 400 }, (_, i) => `people @d${i} { id }`).join(' ')} }`,
      duplicates: `query (${'$a: Int '.repeat(400)}) { people { id } }${'\n'.repeat(50_000)}`,
      conflicts: `{ ${Array.from({ length: 200 }, (_, i) => `a: person(id: ${i}) { id }`).join('\n'.repeat(200))} }`,
      literal: `{ person(id: {${Array.from({ length: 400 }, (_, i) => `k${i}: 1`).join(' ')}}) { id } }`,
      number: `{ person(id: ${'9'.repeat(90_000)}.5) { id } }`,
      nesting: `{ person(id: ${'['.repeat(900)}${']'.repeat(900)}) { id } }`,
    };
    for (const query of Object.values(wrong)) {
      const told = await refusalsOf(() => find({ query }));
      expect(told.length).toBeGreaterThan(0);
      expect(told.length).toBeLessThanOrEqual(11);
      for (const message of told) expect(message.length).toBeLessThan(600);
    }
  });

  test('outgrows no stack where many tokens are allowed', async () => {
    const { find } = knownOperations(schema, { limits: { ...limits, tokens: 1_000_000 }, introspection: true });
    const query = `{ ${'a { '.repeat(30_000)} b ${'}'.repeat(30_000)} }`;
    expect(await refusalsOf(() => find({ query }))).toEqual(['GRAPHQL_PARSE_FAILED The document is nested too deeply']);
  });

  test('suggests names of the schema only where the schema can be read', async () => {
    const query = '{ peopl { id } person(idd: 1) { nam } people @skp { ... on Persn { id } } }';
    expect((await refusalsOf(() => operations().find({ query }))).join()).toContain('Did you mean');
    const told = await refusalsOf(() => operations(false).find({ query }));
    expect(told).toHaveLength(5);
    expect(told.join()).not.toContain('Did you mean');
    expect((await refusalsOf(() => operations(false).find({ query: '{ __schema { types { name } } }' })))[0]).toContain(
      'introspection has been disabled',
    );
  });
});
