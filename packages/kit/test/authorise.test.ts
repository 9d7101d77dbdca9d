import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { authorise } from '../src/authorise.ts';
import type { Policies, Viewer } from '../src/index.ts';

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@tag", "@inaccessible", "@authenticated", "@requiresScopes", "@policy"])\n`;

const ada: Viewer = { id: 'usr_ada', roles: [], scopes: [], sessionId: 'ses_1' };
const admin: Viewer = { ...ada, id: 'usr_root', scopes: ['admin'] };
const owner: Policies<unknown> = {
  owner: { label: 'the owner', allows: (viewer, { input }) => input.ownerId === viewer.id },
};

function guarded(sdl: string, policies: Policies<unknown> = {}) {
  const resolvers = { Query: { secret: () => 'told', open: () => 'told', child: () => ({}) } };
  const schema = buildSubgraphSchema([{ typeDefs: parse(HEAD + sdl), resolvers }]);
  authorise('test', schema, policies as never);
  return async (source: string, visitor: Viewer | null, caller = 'gateway') => {
    const { data, errors } = await graphql({ schema, source, contextValue: { visitor, caller } });
    return errors
      ? errors.map(({ extensions, message }) => `${extensions.code}: ${message}`)
      : Object.values(data ?? {});
  };
}

describe('the start is refused', () => {
  test('when a root field says not who may use it', () => {
    expect(() => guarded('type Query { secret: String }')).toThrow('test: Query.secret says not who may use it');
  });
  test('when the schema names a policy that nobody defined', () => {
    expect(() => guarded('type Query { secret: String @policy(policies: [["owner"]]) }')).toThrow(
      'names policy "owner"',
    );
  });
  test('when a policy is defined that the schema never names', () => {
    expect(() => guarded('type Query { secret: String @authenticated }', owner)).toThrow(
      'no field names the policies owner',
    );
  });
});

describe('@authenticated', () => {
  const ask = guarded('type Query { secret: String @authenticated open: String @tag(name: "public") }');
  test('lets the signed-in in', async () => expect(await ask('{ secret }', ada)).toEqual(['told']));
  test('refuses strangers', async () =>
    expect(await ask('{ secret }', null)).toEqual(['UNAUTHENTICATED: Sign in first']));
  test('is not asked of public fields', async () => expect(await ask('{ open }', null)).toEqual(['told']));
});

describe('@requiresScopes', () => {
  const ask = guarded('type Query { secret: String @requiresScopes(scopes: [["admin"], ["a", "b"]]) }');
  test('lets in who holds all of one set', async () => {
    expect(await ask('{ secret }', admin)).toEqual(['told']);
    expect(await ask('{ secret }', { ...ada, scopes: ['a', 'b'] })).toEqual(['told']);
  });
  test('refuses who holds a part', async () => {
    expect(await ask('{ secret }', { ...ada, scopes: ['a'] })).toEqual(['FORBIDDEN: Needs scope admin, or a and b']);
  });
});

describe('@policy', () => {
  const ask = guarded('type Query { secret(ownerId: ID): String @policy(policies: [["owner"]]) }', owner);
  test('lets in whom the rule allows', async () =>
    expect(await ask('{ secret(ownerId: "usr_ada") }', ada)).toEqual(['told']));
  test('refuses the rest, in the rule’s words', async () => {
    expect(await ask('{ secret(ownerId: "usr_bob") }', ada)).toEqual(['FORBIDDEN: Needs: the owner']);
  });
  test('refuses strangers before the rule is asked', async () => {
    expect(await ask('{ secret }', null)).toEqual(['UNAUTHENTICATED: Sign in first']);
  });
});

test('an inaccessible field answers other subgraphs, never the gateway', async () => {
  const ask = guarded('type Query { secret: String @inaccessible open: String @tag(name: "public") }');
  expect(await ask('{ secret }', null, 'teams')).toEqual(['told']);
  expect(await ask('{ secret }', admin, 'gateway')).toEqual(['FORBIDDEN: Not allowed']);
});
