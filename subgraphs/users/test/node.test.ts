import { type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const CLUB = 'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { club { id } } }';
const TEAM = 'mutation { createTeam(input: { name: "Night Owls", sport: "Football" }) { team { id } } }';
const EVENT = `mutation ($teamId: ID!) { createEvent(input: {
  teamId: $teamId, title: "Practice", kind: PRACTICE, startsAt: "2030-01-01T10:00:00Z", endsAt: "2030-01-01T11:00:00Z"
}) { event { id } } }`;
const REVOKE = 'mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
const REFRESH = 'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { tokens { accessToken } } }';
const NODE = `query ($id: ID!) { node(id: $id) {
  id __typename ... on Team { name } ... on Event { title team { name } } ... on User { displayName roles }
} }`;

let club: TestClub;
let admin: Person;
let ada: Person;
let team: string;
let event: string;

beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events'] });
  admin = await club.admin();
  ada = await club.person({ displayName: 'Ada Lovelace' });
  await club.run(CLUB, {}, admin);
  team = (await club.run(TEAM, {}, admin)).data.createTeam.team.id;
  event = (await club.run(EVENT, { teamId: team }, admin)).data.createEvent.event.id;
});
afterAll(() => club.stop());

const node = async (id: string, as?: Person, document = NODE) => {
  const { data, errors = [] } = await club.run(document, { id }, as);
  return { node: data.node, errors: errors.map(({ path, extensions }) => [path?.join('.'), extensions?.code]) };
};
const refused = (code: string) => ({ node: null, errors: [['node', code]] });

describe('node', () => {
  test('finds things of every domain by their ids, with one fetch from the home of each', async () => {
    const found = async (id: string) => {
      let answer: unknown;
      const fetches = await club.fetches(async () => {
        answer = (await node(id, admin)).node;
      });
      return [answer, fetches];
    };
    expect(await found(team)).toEqual([{ id: team, __typename: 'Team', name: 'Night Owls' }, ['users', 'teams']]);
    expect(await found(event)).toEqual([
      { id: event, __typename: 'Event', title: 'Practice', team: { name: 'Night Owls' } },
      ['users', 'events'],
    ]);
    expect(await found(ada.id)).toEqual([
      { id: ada.id, __typename: 'User', displayName: 'Ada Lovelace', roles: ['MEMBER'] },
      ['users', 'auth'],
    ]);
  });

  test('finds several at once, under names of their own', async () => {
    const both = `query ($team: ID!, $event: ID!) {
      a: node(id: $team) { ... on Team { name } } b: node(id: $event) { __typename } c: node(id: "tem_none") { __typename }
    }`;
    const { data, errors } = await club.run(both, { team, event }, admin);
    expect(data).toEqual({ a: { name: 'Night Owls' }, b: { __typename: 'Event' }, c: null });
    expect(refusals({ errors })).toEqual(['NOT_FOUND']);
  });

  test('says NOT_FOUND of ids that nothing has, whatever is asked of them', async () => {
    const documents = [
      NODE,
      'query ($id: ID!) { node(id: $id) { __typename } }',
      'query ($id: ID!) { node(id: $id) { ... on Team { description } } }',
      'query ($id: ID!) { ...Found } fragment Found on Query { node(id: $id) { other: id @skip(if: true) __typename } }',
    ];
    for (const id of ['tem_none', 'evt_none', 'usr_none', 'none', '', '_', 'con_1', '__proto___1'])
      for (const document of documents)
        expect({ id, document, ...(await node(id, admin, document)) }).toEqual({
          ...{ id, document, ...refused('NOT_FOUND') },
        });
  });

  test('refuses what no id is', async () => {
    for (const id of ['tem_\u0000', `tem_${'x'.repeat(200)}`])
      expect(await node(id, admin)).toEqual(refused('BAD_USER_INPUT'));
  });

  test('finds none of a kind that no field gives by id: such ids say what they are and no more', async () => {
    const [{ id }] = (await club.sql('events', 'SELECT id FROM "Attendance" LIMIT 1')) as [{ id: string }];
    expect(await node(id, admin)).toEqual(refused('NOT_FOUND'));
  });

  test('refuses a stranger alike, whether or not there is such a thing', async () => {
    for (const id of [team, 'tem_none', event, 'evt_none', ada.id, 'usr_none'])
      expect({ id, ...(await node(id)) }).toEqual({ id, ...refused('UNAUTHENTICATED') });
    for (const id of [event, 'evt_none'])
      for (const document of [NODE, 'query ($id: ID!) { node(id: $id) { __typename } }'])
        expect({ id, ...(await node(id, ada, document)) }).toEqual({ id, ...refused('FORBIDDEN') });
  });

  test('refuses whoever is not let in alike, whether or not there is such a thing', async () => {
    const waiting = await club.person();
    await club.run(REVOKE, { input: { userId: waiting.id, role: 'MEMBER' } }, admin);
    const { data } = await club.run(REFRESH, { input: { refreshToken: waiting.refreshToken } });
    const { accessToken: token } = data.refreshSession.tokens;
    expect((await node(waiting.id, { ...waiting, token })).errors).toEqual([['node', 'FORBIDDEN']]); // as `user` would
    for (const id of [team, 'tem_none', ada.id, 'usr_none'])
      expect({ id, ...(await node(id, { ...waiting, token })) }).toEqual({ id, ...refused('FORBIDDEN') });
  });

  test('keeps the rules of each field', async () => {
    const { node: found, errors } = await node(admin.id, ada);
    expect(found).toMatchObject({ displayName: 'Club Administrator', roles: null });
    expect(errors).toEqual([['node.roles', 'FORBIDDEN']]);
  });

  test('costs what the thing costs, and a domain that is away costs only its own', async () => {
    const costly = `query ($id: ID!) { node(id: $id) { ... on Team { members(first: 100) { nodes { team { members(first: 100) {
      nodes { team { members(first: 100) { nodes { id } } } } } } } } } } }`;
    expect(refusals(await club.run(costly, { id: team }, ada))).toEqual(['COST_EXCEEDED']);
    const thaw = club.freeze('teams');
    const away = 'query ($id: ID!) { node(id: $id) { __typename } me { id } }';
    const { data, errors } = await club.run(away, { id: team }, ada);
    thaw();
    expect({ data, codes: refusals({ errors }) }).toEqual({
      data: { node: null, me: { id: ada.id } },
      codes: ['SERVICE_UNAVAILABLE'],
    });
  });
});
