import { readFileSync } from 'node:fs';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { type Person, type Visit, visitClub } from '@fieldhouse/testing';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import { createRequest } from '@urql/core';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  printSchema,
} from 'graphql';
import type { Client as Socket } from 'graphql-ws';
import WebSocket from 'ws';
import { apolloClient } from './examples/apollo-client.ts';
import codegenConfig from './examples/codegen.ts';
import { liveClient, liveLink } from './examples/live.ts';
import { relayEnvironment } from './examples/relay.ts';
import { type Session, signIn } from './examples/session.ts';
import { urqlClient } from './examples/urql.ts';
import { byGet, pagesOf } from './examples/without-a-client.ts';

let club: Visit;
let coach: Person;
let session: Session;
beforeAll(async () => {
  club = await visitClub();
  coach = await club.person({ displayName: 'Casey Coach', roles: ['TRAINER'] });
  const slug = `clients-${Date.now().toString(36)}`;
  const club_ = { input: { name: 'Clients Club', slug, timeZone: 'Europe/Berlin' } };
  const { data } = await club.run(
    'mutation ($input: CreateClubInput!) { createClub(input: $input) { club { id } } }',
    club_,
    await club.admin(),
  );
  for (const name of ['Otters', 'Owls', 'Herons'])
    await club.run(
      'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { userErrors { code } } }',
      { input: { clubId: data.createClub.club.id, name, sport: 'Football' } },
      coach,
    );
});
afterAll(() => club.stop());
let socket: Socket;
beforeEach(async () => {
  session = await signIn(club.url, coach.email, coach.password);
  socket = liveClient(club.url, session, WebSocket);
});
afterEach(() => socket.dispose());

/** What has happened to every session some day: its access token is no longer taken. */
function outlived(held: Session): Session & { readonly renewals: () => number } {
  let renewals = 0;
  const isOld = () => renewals === 0;
  return {
    accessToken: () => (isOld() ? 'a.b.c' : held.accessToken()),
    renew: async () => {
      await held.renew();
      renewals += 1;
    },
    renewals: () => renewals,
  };
}

const ME = 'query Me { me { id displayName } }';
const RENAME =
  'mutation Rename($input: UpdateProfileInput!) { updateProfile(input: $input) { user { id displayName } userErrors { code path } } }';

const COACH = 'subscription Coach($id: ID!) { userChanged(id: $id) { id displayName } }';
const LIVE = { live: { version: 0 } };

/** Renames the coach once the present name was told; resolves with the name that is told then. */
function nameToldAfter(name: string) {
  const names: unknown[] = [];
  let told: (name: unknown) => void = () => undefined;
  const last = new Promise((resolve) => (told = resolve));
  const hear = async (data: unknown) => {
    names.push((data as { userChanged?: { displayName: string } } | undefined)?.userChanged?.displayName);
    if (names.length > 1) return told(names[1]);
    await club.run(RENAME, { input: { displayName: name } }, coach);
  };
  return { hear, last };
}

describe('a session', () => {
  test('is renewed once for many that ask at once, and stays good', async () => {
    for (const _ of ['once', 'twice']) await Promise.all([session.renew(), session.renew(), session.renew()]);
    expect((await byGet(club.url, '{ me { id } }', session.accessToken())).data.me?.id).toBe(coach.id);
  });
  test('is over once it was ended elsewhere', async () => {
    await club.run('mutation { logout { userErrors { code } } }', {}, { token: session.accessToken() ?? '' });
    await session.renew();
    expect(session.accessToken()).toBeNull();
  });
  test('does not begin with a wrong password', async () => {
    await expect(signIn(club.url, coach.email, 'not-the-password')).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_CREDENTIALS' }),
    );
  });
});

describe('Apollo Client', () => {
  test('asks, changes, and shows the change everywhere', async () => {
    const client = apolloClient(club.url, session);
    const shown: unknown[] = [];
    const seen = new Promise<void>((resolve) => {
      client.watchQuery({ query: gql(ME) }).subscribe(({ data }) => {
        shown.push((data as { me?: { displayName?: string } } | undefined)?.me?.displayName);
        if (shown.includes('Coach Apollo')) resolve();
      });
    });
    await client.query({ query: gql(ME) });
    const { data } = await client.mutate({
      mutation: gql(RENAME),
      variables: { input: { displayName: 'Coach Apollo' } },
    });
    expect(data).toMatchObject({ updateProfile: { userErrors: [] } });
    await seen;
    client.stop();
  });
  test('renews a session that has run out, and asks again', async () => {
    const old = outlived(session);
    const { data } = await apolloClient(club.url, old).query({ query: gql(ME) });
    expect([data, old.renewals()]).toEqual([{ me: expect.objectContaining({ id: coach.id }) }, 1]);
  });
  test('keeps what came beside what was refused', async () => {
    const { data, error } = await apolloClient(club.url, session).query({
      query: gql('{ me { id } users { totalCount } }'),
    });
    expect(data).toMatchObject({ me: { id: coach.id }, users: null });
    expect(error?.message).toMatch(/admin/);
  });
  test('adds page to page', async () => {
    const client = apolloClient(club.url, session);
    const query = gql(
      'query Teams($after: String) { teams(first: 2, after: $after) { edges { node { id name } cursor } pageInfo { hasNextPage endCursor } } }',
    );
    interface Teams {
      readonly teams: { readonly edges: unknown[]; readonly pageInfo: { readonly endCursor: string } };
    }
    const teams = client.watchQuery({ query });
    const all = new Promise<void>((resolve) => {
      teams.subscribe(({ data }) => ((data as Teams | undefined)?.teams.edges.length ?? 0) > 2 && resolve());
    });
    const { data } = await client.query({ query });
    await teams.fetchMore({ variables: { after: (data as Teams).teams.pageInfo.endCursor } });
    await all;
    client.stop();
  });
});

test('Apollo Client subscribes by its own link', async () => {
  const client = new ApolloClient({
    link: liveLink(socket),
    cache: new InMemoryCache(),
    defaultOptions: { query: { errorPolicy: 'all' }, watchQuery: { errorPolicy: 'all' } },
  });
  const { hear, last } = nameToldAfter('Coach Live');
  const asked = { query: gql(COACH), variables: { id: coach.id }, extensions: LIVE };
  const subscription = client.subscribe(asked).subscribe(({ data }) => void hear(data));
  expect(await last).toBe('Coach Live');
  subscription.unsubscribe();
  client.stop();
});

describe('urql', () => {
  test('asks by GET, changes by POST', async () => {
    const client = urqlClient(club.url, session, socket);
    const { data, error } = await client.query(ME, {}).toPromise();
    expect([data?.me.id, error]).toEqual([coach.id, undefined]);
    const changed = await client.mutation(RENAME, { input: { displayName: 'Coach Urql' } }).toPromise();
    expect(changed.data?.updateProfile.user.displayName).toBe('Coach Urql');
  });
  test('renews a session that has run out, and asks again', async () => {
    const old = outlived(session);
    const { data } = await urqlClient(club.url, old, socket).query(ME, {}).toPromise();
    expect([data?.me.id, old.renewals()]).toEqual([coach.id, 1]);
  });
  test('subscribes by the same link', async () => {
    const { hear, last } = nameToldAfter('Coach Urgent');
    const { unsubscribe } = urqlClient(club.url, session, socket)
      .executeSubscription(createRequest(COACH, { id: coach.id }, LIVE))
      .subscribe(({ data }) => void hear(data));
    expect(await last).toBe('Coach Urgent');
    unsubscribe();
  });
});

test('Relay renews a session that has run out, and asks again', async () => {
  const old = outlived(session);
  const request = { id: null, cacheID: 'me', name: 'Me', text: ME, operationKind: 'query', metadata: {} };
  const answer = await relayEnvironment(club.url, old, socket)
    .getNetwork()
    .execute(request as never, {}, {})
    .toPromise();
  expect(answer).toMatchObject({ data: { me: { id: coach.id } } });
  expect(old.renewals()).toBe(1);
});

test('Relay subscribes by the same link', async () => {
  const { hear, last } = nameToldAfter('Coach Relay');
  const request = { id: null, cacheID: 'c', name: 'Coach', text: COACH, operationKind: 'subscription', metadata: {} };
  const subscription = relayEnvironment(club.url, session, socket)
    .getNetwork()
    .execute(request as never, { id: coach.id }, { metadata: LIVE })
    .subscribe({ next: (answer) => void hear((answer as { data?: unknown }).data) });
  expect(await last).toBe('Coach Relay');
  subscription.unsubscribe();
});

test('lists end, page by page', async () => {
  const query =
    'query ($first: Int, $after: String) { teams(first: $first, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }';
  const names: string[] = [];
  for await (const nodes of pagesOf(club.url, session.accessToken() ?? '', query, 'teams'))
    names.push(...nodes.map(({ name }) => name));
  expect(names).toEqual(expect.arrayContaining(['Herons', 'Otters', 'Owls']));
});

describe('code generation', () => {
  const schemaOf = async () => {
    const response = await fetch(club.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery({ specifiedByUrl: true }) }),
    });
    return buildClientSchema(((await response.json()) as { data: IntrospectionQuery }).data);
  };
  test('types what an operation takes and gives, with every scalar known', async () => {
    const location = '../../operations/my-week.graphql';
    const document = parse(readFileSync(new URL(location, import.meta.url), 'utf8'));
    const text = await codegen({
      filename: 'graphql.ts',
      schema: parse(printSchema(await schemaOf())),
      documents: [{ location, document }],
      plugins: [{ typescript: {} }, { operations: {} }],
      pluginMap: { typescript, operations },
      config: codegenConfig.config,
    });
    expect(text).toContain('MyWeekQueryVariables');
    expect(text).toContain('startsAt: string');
  });
  test('finds for each scalar of ours where it is specified', async () => {
    const scalars = Object.values((await schemaOf()).getTypeMap()).filter(
      (it) => isScalarType(it) && !isSpecifiedScalarType(it),
    );
    expect(scalars.map(({ name }) => name).sort()).toEqual(Object.keys(codegenConfig.config.scalars).sort());
    for (const scalar of scalars) expect(scalar).toMatchObject({ specifiedByURL: expect.stringMatching(/^https:/) });
  });
});
