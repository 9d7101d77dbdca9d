import { readFileSync } from 'node:fs';
import { codes, eventually, type Person, type Visit, visitClub } from '@fieldhouse/testing';

const operation = (name: string) => readFileSync(new URL(`../../operations/${name}.graphql`, import.meta.url), 'utf8');
const REVOKE = 'mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
const BAN = 'mutation ($input: BanUserInput!) { banUser(input: $input) { userErrors { code } } }';
const FOUND = 'mutation ($input: CreateClubInput!) { createClub(input: $input) { club { id } } }';
const TEAM = 'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } } }';
const ADD = 'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }';
const EVENT = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }';

let club: Visit;
let admin: Person;
beforeAll(async () => {
  club = await visitClub();
  admin = await club.admin();
});
afterAll(() => club.stop());

describe('signing in by the registered operation', () => {
  const login = ({ email, password }: Person, as?: { token: string }) =>
    club.run(operation('login'), { input: { email, password } }, as);

  const headers: [string, () => Promise<{ token: string } | undefined>][] = [
    ['without a token', async () => undefined],
    ['with a token that is none', async () => ({ token: 'a.b.c' })],
    [
      'with a token of a session that ended',
      async () => {
        const before = await club.person();
        await club.run('mutation { logout { session { id } } }', {}, before);
        return before;
      },
    ],
    ['with somebody else’s token', () => club.person()],
  ];

  describe.each(headers)('%s', (_, header) => {
    test('answers a member without any error, as whoever signed in', async () => {
      const ada = await club.person({ displayName: 'Ada Lovelace' });
      const { data, errors } = await login(ada, await header());
      expect(errors).toBeUndefined();
      expect(data.login.user).toEqual({ id: ada.id, displayName: 'Ada Lovelace', roles: ['MEMBER'] });
      const me = await club.run('{ me { id } }', {}, { token: data.login.tokens.accessToken });
      expect(me.data.me).toEqual({ id: ada.id });
    });
    test('answers somebody who is not let in', async () => {
      const ada = await club.person();
      await club.run(REVOKE, { input: { userId: ada.id, role: 'MEMBER' } }, admin);
      const { data, errors } = await login(ada, await header());
      expect(errors).toBeUndefined();
      expect(data.login.user).toEqual({ id: ada.id, displayName: 'Ada Lovelace', roles: [] });
    });
    test('tells somebody banned so', async () => {
      const ada = await club.person();
      await club.run(BAN, { input: { userId: ada.id, reason: 'a test' } }, admin);
      const as = await header();
      await eventually(async () => {
        const { data, errors } = await login(ada, as);
        expect(errors).toBeUndefined();
        expect(data.login).toMatchObject({ tokens: null, user: null, userErrors: [{ code: 'ACCOUNT_BANNED' }] });
      });
    });
  });

  test('shows the newest name at once, and the new session as the current one', async () => {
    const ada = await club.person();
    await club.run(operation('rename'), { input: { displayName: 'Ada King' } }, ada);
    expect((await login(ada)).data.login.user.displayName).toBe('Ada King');
    const LOGIN = `mutation ($input: LoginInput!) {
      login(input: $input) { session { current user { id displayName } } }
    }`;
    const { data, errors } = await club.run(LOGIN, { input: { email: ada.email, password: ada.password } });
    expect(errors).toBeUndefined();
    expect(data.login.session).toEqual({ current: true, user: null });
  });
});

describe('the lists of registered operations', () => {
  let teamId: string;
  let eventId: string;
  beforeAll(async () => {
    const slug = `operations-${Date.now().toString(36)}`;
    const founded = await club.run(FOUND, { input: { name: 'Operations', slug, timeZone: 'UTC' } }, admin);
    const clubId = founded.data.createClub.club.id;
    const made = await club.run(TEAM, { input: { clubId, name: 'Night Owls', sport: 'Football' } }, admin);
    teamId = made.data.createTeam.team.id;
    for (const person of await Promise.all([club.person(), club.person()])) {
      const added = await club.run(ADD, { input: { teamId, userId: person.id } }, admin);
      expect(codes(added.data.addTeamMember)).toEqual([]);
    }
    for (const day of [1, 2]) {
      const startsAt = new Date(Date.now() + day * 86_400_000);
      const times = { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) };
      const event = await club.run(
        EVENT,
        { input: { teamId, kind: 'PRACTICE', title: `Day ${day}`, ...times } },
        admin,
      );
      eventId = event.data.createEvent.event.id;
    }
  });

  /** Every node of a list, a page of one at a time. */
  async function walk<Node>(read: (after: string | null) => Promise<{ nodes: Node[]; pageInfo: Page }>) {
    const seen: Node[] = [];
    for (let page = await read(null); ; page = await read(page.pageInfo.endCursor)) {
      seen.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return seen;
    }
  }
  interface Page {
    readonly hasNextPage: boolean;
    readonly endCursor: string | null;
  }

  test('can be read to the end', async () => {
    const team = async (variables: object) => {
      const { data, errors } = await club.run(operation('team-page'), { id: teamId, ...variables }, admin);
      expect(errors).toBeUndefined();
      return data.team;
    };
    const members = async (after: string | null) => (await team({ membersFirst: 1, membersAfter: after })).members;
    const events = async (after: string | null) => (await team({ eventsFirst: 1, eventsAfter: after })).upcomingEvents;
    const attendees = async (after: string | null) =>
      (await club.run(operation('attendance-list'), { eventId, first: 1, after }, admin)).data.event.attendees;
    expect(await walk(members)).toHaveLength(3);
    expect(await walk(events)).toHaveLength(2);
    expect(await walk(attendees)).toHaveLength(3);
  });
  test('show a first page of a usual size by themselves', async () => {
    const { data } = await club.run(operation('team-page'), { id: teamId }, admin);
    expect(data.team.members.nodes).toHaveLength(3);
    expect(data.team.upcomingEvents.nodes[0].attendees.pageInfo.hasNextPage).toBe(false);
  });
});
