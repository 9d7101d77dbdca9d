import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { authorise } from '../src/authorise.ts';
import { type Policies, self, type Viewer } from '../src/index.ts';
import { SCOPES } from '../src/token.ts';

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@tag", "@inaccessible", "@authenticated", "@requiresScopes", "@policy"])\n`;

const ada: Viewer = { id: 'usr_ada', roles: [], scopes: [], sessionId: 'ses_1' };
const admin: Viewer = { ...ada, id: 'usr_root', scopes: ['admin'] };
const owner: Policies<unknown> = {
  owner: { label: 'the owner', allows: (viewer, { input }) => input.ownerId === viewer.id },
};

function guarded(sdl: string, policies: Policies<unknown> = {}, scopes?: readonly string[]) {
  const resolvers = { Query: { secret: () => 'told', open: () => 'told', child: () => ({}) } };
  const schema = buildSubgraphSchema([{ typeDefs: parse(HEAD + sdl), resolvers }]);
  authorise('test', schema, policies as never, scopes);
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
      'nothing names the policies owner',
    );
  });
  test.each([
    [
      'a policy that nobody defined, on a type',
      'type A @policy(policies: [["owner"]]) { b: Int }',
      'A names policy "owner"',
    ],
    [
      'one on the extension of a type',
      'type A { b: Int } extend type A @policy(policies: [["owner"]])',
      'A names policy "owner"',
    ],
    ['one on an enum', 'enum A @policy(policies: [["owner"]]) { B }', 'A names policy "owner"'],
    [
      'one whose name every object has',
      'type A @policy(policies: [["toString"]]) { b: Int }',
      'A names policy "toString"',
    ],
    ['a scope that no token has', 'type A @requiresScopes(scopes: [["membre"]]) { b: Int }', 'A names scope "membre"'],
    [
      'a scope that no token has, on a field',
      'type A { b: Int @requiresScopes(scopes: [["membre"]]) }',
      'A.b names scope "membre"',
    ],
    [
      'a rule of an interface',
      'interface A @authenticated { b: Int } type B implements A { b: Int }',
      'cannot be applied on interfaces',
    ],
    [
      'a rule of an interface’s field',
      'interface A { b: Int @authenticated } type B implements A { b: Int }',
      'cannot be applied on interfaces',
    ],
    ['a rule of all queries', 'extend type Query @authenticated', 'Query belongs to every domain'],
  ])('by %s', (_, sdl, complaint) => {
    expect(() => guarded(`type Query { open: String @tag(name: "public") } ${sdl}`, {}, SCOPES)).toThrow(complaint);
  });
  test('with all there is to say', () => {
    expect(() =>
      guarded('type Query { a: A @authenticated b: Int } type A @policy(policies: [["no"]]) { b: Int }', owner),
    ).toThrow(
      'test: Query.b says not who may use it; A names policy "no", which policy.ts lacks; nothing names the policies owner',
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

describe('@tag(name: "internal")', () => {
  const internal = '@inaccessible @tag(name: "internal")';
  const ask = guarded(`type Query { secret: String ${internal}  child: Child @tag(name: "public") }
    type Child { secret: String ${internal}  hidden: String @inaccessible }`);

  test('is for other subgraphs, never for the gateway', async () => {
    expect(await ask('{ secret }', null, 'teams')).toEqual(['told']);
    expect(await ask('{ secret }', admin, 'gateway')).toEqual(['FORBIDDEN: Not allowed']);
    expect(await ask('{ child { secret } }', null, 'teams')).toEqual([{ secret: null }]);
    expect(await ask('{ child { secret } }', admin, 'gateway')).toEqual(['FORBIDDEN: Not allowed']);
  });
  test('is more than @inaccessible, which the gateway may fetch where it needs to', async () => {
    expect(await ask('{ child { hidden } }', admin, 'gateway')).toEqual([{ hidden: null }]);
    expect(() => guarded('type Query { secret: String @inaccessible }')).toThrow('Query.secret says not who may');
  });
  test('stops the start where clients would see the field', () => {
    expect(() => guarded('type Query { secret: String @tag(name: "internal") }')).toThrow(
      'Query.secret is internal and so has to be @inaccessible',
    );
  });
});

describe('what a type demands', () => {
  const types = `
    scalar Secret @requiresScopes(scopes: [["admin"]])
    type Payment @key(fields: "id") @policy(policies: [["payer"]]) { id: ID!  payerId: ID!  next: Payment }
    type Vault @key(fields: "id") @requiresScopes(scopes: [["admin"]]) { id: ID!  gold: Int }
    type Invoice @key(fields: "id") @authenticated { id: ID!  sum: Int }
    type Query { payment: Payment @authenticated  vault: Vault @authenticated  secret: Secret @authenticated }
    extend type Payment { note: String }`;
  const payer: Policies<unknown> = {
    payer: { label: 'the payer', allows: async (viewer, { parent }) => parent.payerId === viewer.id },
  };
  const loaded: string[] = [];
  const payment = { id: 'p', payerId: 'usr_ada', note: 'rent', next: { id: 'q', payerId: 'usr_bob' } };
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(HEAD + types),
      resolvers: {
        Query: { payment: () => payment, vault: () => ({ gold: 7 }), secret: () => 'told' },
        Payment: { __resolveReference: () => payment },
        Vault: { __resolveReference: ({ id }: { id: string }) => void loaded.push(id) },
        Invoice: { __resolveReference: () => ({ sum: 3 }) },
      } as never,
    },
  ]);
  authorise('test', schema, payer as never);
  const run = async (source: string, visitor: Viewer | null, caller = 'gateway') => {
    const { data, errors } = await graphql({ schema, source, contextValue: { visitor, caller } });
    return {
      data: JSON.parse(JSON.stringify(data)),
      errors: errors?.map(({ path, message }) => `${path?.join('.')}: ${message}`),
    };
  };
  const referred = (type: string, fields: string) =>
    `{ _entities(representations: [{ __typename: "${type}", id: "1" }]) { ... on ${type} { ${fields} } } }`;

  test('is asked of each of its objects, however they are reached', async () => {
    expect((await run('{ payment { note next { payerId } } }', ada)).errors).toEqual([
      'payment.next.payerId: Needs: the payer',
    ]);
    expect((await run(referred('Payment', 'note'), ada)).data).toEqual({ _entities: [{ note: 'rent' }] });
    expect((await run(referred('Payment', 'note'), admin)).errors).toEqual(['_entities.0.note: Needs: the payer']);
    expect((await run(referred('Payment', 'note'), null)).errors).toEqual(['_entities.0.note: Sign in first']);
  });

  test('is refused at the field that returns it, and loads nothing, where the token alone decides', async () => {
    expect(await run('{ vault { gold } }', ada)).toEqual({
      data: { vault: null },
      errors: ['vault: Needs scope admin'],
    });
    expect((await run(referred('Vault', 'gold'), ada)).errors).toEqual(['_entities.0: Needs scope admin']);
    expect(loaded).toEqual([]);
    expect((await run('{ vault { gold } }', admin)).data).toEqual({ vault: { gold: 7 } });
  });

  test('holds for scalars, and for whoever is signed in', async () => {
    expect((await run('{ secret }', ada)).errors).toEqual(['secret: Needs scope admin']);
    expect((await run(referred('Invoice', 'sum'), null)).errors).toEqual(['_entities.0: Sign in first']);
    expect((await run(referred('Invoice', 'sum'), ada)).data).toEqual({ _entities: [{ sum: 3 }] });
  });

  test('does not keep other subgraphs from asking', async () => {
    expect((await run(referred('Invoice', 'sum'), null, 'teams')).data).toEqual({ _entities: [{ sum: 3 }] });
  });

  test('lets no argument of a field speak for the object', async () => {
    const mine = { mine: self };
    const Person = { note: ({ id }: { id: string }) => `note of ${id}` };
    const sdl = `type Query { other: Person @authenticated }
      type Person @policy(policies: [["mine"]]) { id: ID!  note(userId: ID): String  _hidden: String }`;
    const people = buildSubgraphSchema([
      { typeDefs: parse(HEAD + sdl), resolvers: { Query: { other: () => ({ id: 'usr_bob' }) }, Person } as never },
    ]);
    authorise('test', people, mine as never);
    const contextValue = { visitor: ada, caller: 'gateway' };
    const source = '{ other { note(userId: "usr_ada") _hidden } }';
    const { data, errors } = await graphql({ schema: people, source, contextValue });
    expect(JSON.parse(JSON.stringify(data))).toEqual({ other: { note: null, _hidden: null } });
    expect(errors?.map(({ message }) => message)).toEqual([
      'Needs: the person themselves',
      'Needs: the person themselves',
    ]);
  });
});
