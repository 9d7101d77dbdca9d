import { readdirSync, readFileSync } from 'node:fs';
import { readSupergraphFile, type SubgraphClient, usualCostLimits } from '@fieldhouse/platform';
import { getIntrospectionQuery } from 'graphql';
import { type House, openHouse, read } from './fixture/house.ts';

const root = new URL('../../', import.meta.url);
const text = (file: string) => readFileSync(new URL(file, root), 'utf8');

let calls = 0;
const client = (name: string): SubgraphClient => ({
  name,
  fetchJson: async () => null,
  stop: async () => undefined,

  execute: async () => {
    calls += 1;
    return { errors: [{ message: 'Nobody is at home' }] };
  },
});

/** The club's own API with nobody behind it: what a request costs is known before. */
let house: House;
beforeAll(async () => {
  const clients = Object.fromEntries(readSupergraphFile().map(({ name }) => [name, client(name)]));
  house = await openHouse({
    supergraphSdl: text('supergraph.graphql'),
    clients,
    config: { costLimits: usualCostLimits },
  });
});
afterAll(() => house.stop());
beforeEach(() => {
  calls = 0;
});

type Role = 'anonymous' | 'user' | 'member' | 'admin';

const headersOf = async (role: Role): Promise<Record<string, string>> => {
  if (role === 'anonymous') return {};
  const scope = role === 'admin' ? 'admin member' : role === 'member' ? 'member' : '';
  const roles = role === 'user' ? [] : [role.toUpperCase()];
  return { authorization: `Bearer ${await house.token(scope, { roles })}` };
};

const send = async (query: string, role: Role, variables: object = {}) =>
  read(await house.post({ query, variables }, { ...(await headersOf(role)), 'x-cost': '1' }));

const blocks = (file: string, pattern: RegExp) => [...text(file).matchAll(pattern)].map(([, block = '']) => block);

describe('a third of the limit is enough', () => {
  const values: Readonly<Record<string, unknown>> = {
    ID: 'tem_1',
    Int: 20,
    DateTime: '2026-09-07T00:00:00Z',
    LoginInput: { email: 'ada@club.example', password: 'correct horse' },
    UpdateProfileInput: { displayName: 'Ada' },
    RespondToEventInput: { eventId: 'evt_1', response: 'GOING' },
  };
  const needed = (query: string) =>
    Object.fromEntries([...query.matchAll(/\$(\w+): (\w+)!/g)].map(([, name, type = '']) => [name, values[type]]));
  const operations = readdirSync(new URL('operations/', root)).filter((file) => file.endsWith('.graphql'));
  const introspection = {
    descriptions: true,
    inputValueDeprecation: true,
    directiveIsRepeatable: true,
    specifiedByUrl: true,
    schemaDescription: true,
  };

  test.each<[what: string, query: string, role: Role]>([
    ...operations.map((file): [string, string, Role] => [
      `operations/${file}`,
      text(`operations/${file}`),
      file === 'login.graphql' ? 'anonymous' : 'member',
    ]),
    ...blocks('README.md', /```graphql\n([\s\S]*?)```/g).map((query, index): [string, string, Role] => [
      `README's query ${index + 1}`,
      query,
      query.includes('login(') ? 'anonymous' : 'member',
    ]),
    ["the welcome's query", blocks('launcher/src/welcome.ts', /FIRST_QUERY = `([^`]*)`/g)[0] ?? '', 'member'],
    ['the introspection of graphql-js', getIntrospectionQuery(), 'anonymous'],
    ['introspection with all there is', getIntrospectionQuery(introspection), 'anonymous'],
    ['a page of people', '{ users(first: 100) { nodes { id displayName email roles } totalCount } }', 'admin'],
  ])('for %s', async (_, query, role) => {
    const { errors = [], extensions } = await send(query, role, needed(query));
    expect(
      errors.filter((it: { extensions: { code: string } }) => /VALID|INPUT|PARSE|COST/.test(it.extensions.code)),
    ).toEqual([]);
    expect(extensions.cost.estimated).toBeGreaterThan(0);
    expect(extensions.cost.estimated).toBeLessThan(extensions.cost.limit / 3);
  });
});

describe('what nests lists in lists is refused', () => {
  const members = (inner: string) => `members(first: 100) { nodes { ${inner} } }`;
  test.each<[what: string, query: string, role: Role]>([
    [
      'four levels deep',
      `{ teams(first: 100) { nodes { ${members(`team { ${members(`team { ${members('id')} }`)} }`)} } } }`,
      'member',
    ],
    ['two levels of whole pages', `{ teams(first: 100) { nodes { ${members('id')} } } }`, 'member'],
    ['by edges', `{ teams(first: 100) { edges { node { ${members('id')} } } } }`, 'member'],
    [
      'three levels of usual pages',
      '{ teams { nodes { members { nodes { team { members { nodes { id } } } } } } } }',
      'member',
    ],
    [
      'people and teams in turn',
      '{ me { memberships { team { members(first: 100) { nodes { user { memberships { team { name } } } } } } } } }',
      'member',
    ],
    [
      'people and teams in circles',
      '{ me { memberships { team { members { nodes { user { memberships { team { members { nodes { id } } } } } } } } } } }',
      'member',
    ],
    [
      'events with everybody invited',
      '{ events(first: 100) { nodes { attendees(first: 100) { nodes { user { id } } } } } }',
      'member',
    ],
    [
      'a year of events',
      '{ calendar(from: "2026-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z") { attendees { nodes { user { id } } } } }',
      'member',
    ],
    [
      'past events of all teams',
      '{ club { teams(first: 50) { nodes { pastEvents(first: 50) { nodes { attendees { totalCount } } } } } } }',
      'member',
    ],
    [
      'one list twenty times',
      `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: teams(first: 100) { nodes { club { id } } }`).join(' ')} }`,
      'member',
    ],
    [
      'one list under every membership',
      `{ me { memberships { team { description ${Array.from({ length: 29 }, (_, i) => `a${i}: club { teams(first: 100) { nodes { id } } }`).join(' ')} } } } }`,
      'member',
    ],
    [
      'all people with their teams',
      '{ users(first: 100) { nodes { memberships { team { members(first: 100) { nodes { id } } } } } } }',
      'admin',
    ],
    [
      'fifteen times the same password hash',
      `mutation { ${Array.from({ length: 15 }, (_, i) => `a${i}: login(input: { email: "a@b.example", password: "x" }) { userErrors { code } }`).join(' ')} }`,
      'anonymous',
    ],
    [
      'the schema thirty times',
      `{ __schema { ${Array.from({ length: 30 }, (_, i) => `a${i}: types { fields { type { ofType { ofType { name } } } } }`).join(' ')} } }`,
      'anonymous',
    ],
  ])('%s', async (_, query, role) => {
    const { data, errors } = await send(query, role);
    expect(errors?.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toEqual([
      'COST_EXCEEDED',
    ]);
    expect(data).toBeUndefined();
    expect(calls).toBe(0);
  });
});
