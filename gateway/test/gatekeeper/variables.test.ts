import { buildSchema } from 'graphql';
import { knownOperations } from '../../src/gatekeeper/known-operations.ts';
import { coercedVariables } from '../../src/gatekeeper/variables.ts';
import { defaultGatewayConfig } from '../../src/index.ts';
import { refusalsOf } from './refusals.ts';

const schema = buildSchema(`
  enum Kind { MATCH TRAINING PARTY }
  input Filter { search: String  kinds: [Kind!]  and: [Filter!]  first: Int = 10  past: Boolean! = false }
  type Query { events(filter: Filter, kinds: [Kind!]): Int  event(id: ID!, withPast: Boolean! = true): Int }
`);
const { find } = knownOperations(schema, { limits: defaultGatewayConfig.limits, introspection: true });
const query = 'query ($f: Filter, $k: [Kind!] = [MATCH]) { events(filter: $f, kinds: $k) }';

const coerced = async (variables?: Record<string, unknown>, hideSuggestions = false) =>
  coercedVariables(await find({ query }), variables, { hideSuggestions });
const refusals = (variables: Record<string, unknown>, hideSuggestions = false) =>
  refusalsOf(() => coerced(variables, hideSuggestions));
const unknownKeys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`serach${i}`, 'x']));

describe('variables', () => {
  test('are as declared: defaults in, what nobody declared out, a single value as a list of one', async () => {
    expect(await coerced()).toEqual({ k: ['MATCH'] });
    expect(await coerced({ f: { kinds: 'PARTY' }, k: null, other: 1 })).toEqual({
      f: { kinds: ['PARTY'], first: 10, past: false },
      k: null,
    });
  });

  test('stay the same when they are coerced again', async () => {
    const once = await coerced({ f: { kinds: 'PARTY', and: { search: 'x' } } });
    expect(await coerced(once)).toEqual(once);
  });

  test.each([
    ['unknown keys', { f: unknownKeys(9_000) }],
    ['bad values of a list', { k: Array(9_000).fill('X') }],
    ['bad items far below', { f: { and: Array(4_000).fill({ search: 1 }) } }],
    ['a long text', { k: ['x'.repeat(900_000)] }],
    ['a long key', { f: { ['k'.repeat(900_000)]: 1 } }],
    ['everything', { f: unknownKeys(4_000), k: Array(4_000).fill(7) }],
  ])('that do not fit are told in one short error: %s', async (_, variables) => {
    const told = await refusals(variables);
    expect(told).toEqual([expect.stringMatching(/^BAD_USER_INPUT Variable "\$[fk]" got invalid value/)]);
    expect(told[0]?.length).toBeLessThan(600);
  });

  test.each([
    ['the place has a default', '($v: Boolean) { event(id: 1, withPast: $v) }', 'Boolean!'],
    ['a field of an input has one', '($v: Boolean) { events(filter: { and: [{ past: $v }] }) }', 'Boolean!'],
    ['the variable has one', '($v: ID = "1") { event(id: $v) }', 'ID!'],
    ['it is an item of a list', '($v: Kind = PARTY) { events(kinds: [MATCH, $v]) }', 'Kind!'],
    ['a directive asks', '($v: Boolean = true) { events @include(if: $v) }', 'Boolean!'],
    ['a fragment asks', '($v: ID = "1") { ...F } fragment F on Query { event(id: $v) }', 'ID!'],
    ['introspection asks', '($v: String = "Query") { __type(name: $v) { name } }', 'String!'],
  ])('are not null where nothing may be, though %s', async (_, text, type) => {
    const operation = await find({ query: `query ${text}` });
    const asked = (variables: Record<string, unknown>) =>
      coercedVariables(operation, variables, { hideSuggestions: true });
    expect(await refusalsOf(() => asked({ v: null }))).toEqual([
      `BAD_USER_INPUT Variable "$v" must not be null: it stands where "${type}" is expected`,
    ]);
    expect(await refusalsOf(() => asked({}))).toEqual([]);
  });

  test('are null where something else may be', async () => {
    const operation = await find({ query: 'query ($f: Filter) { events(filter: $f) }' });
    expect(coercedVariables(operation, { f: null }, { hideSuggestions: true })).toEqual({ f: null });
  });

  test('get suggestions only where the schema can be read', async () => {
    expect((await refusals({ f: { serach: 'x' } }))[0]).toContain('Did you mean "search"?');
    expect((await refusals({ k: ['PARTTY'] }))[0]).toContain('Did you mean the enum value "PARTY"?');
    for (const variables of [{ f: { serach: 'x' } }, { k: ['PARTTY'] }])
      expect((await refusals(variables, true))[0]).toMatch(/^BAD_USER_INPUT (?!.*Did you mean)/);
  });
});
