import {
  byEventStream,
  byWebSocket,
  type Listening,
  type Person,
  signIn,
  type Visit,
  visitClub,
} from '@fieldhouse/testing';

const SCHEDULE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }`;
const CANCEL = `mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { code } } }`;
const ROSTER = 'query ($id: ID!) { team(id: $id) { members(first: 10) { nodes { id user { id } } } } }';
const REMOVE = 'mutation ($input: RemoveTeamMemberInput!) { removeTeamMember(input: $input) { userErrors { code } } }';
const BAN = 'mutation ($input: BanUserInput!) { banUser(input: $input) { userErrors { code } } }';
const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }';
const CHANGED = `subscription ($id: ID!) {
  eventChanged(id: $id) {
    title status startsAt team { name } attendees(first: 3) { nodes { user { displayName } } }
  }
}`;

let club: Visit;
let coach: Person;
let player: Person;
let teamId: string;
const open: Listening[] = [];
beforeAll(async () => {
  club = await visitClub();
  coach = await club.person({ displayName: 'Casey Coach', roles: ['TRAINER'] });
  player = await club.person({ displayName: 'Pat Player' });
  teamId = await club.team({ owner: coach, name: 'Otters', members: { PLAYER: [player] } });
});
afterEach(() => {
  for (const it of open.splice(0)) it.stop();
});
afterAll(() => club.stop());

async function practice(of = teamId): Promise<string> {
  const startsAt = new Date(Date.now() + 86_400_000);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const input = { teamId: of, title: 'Practice', kind: 'PRACTICE', startsAt, endsAt };
  const { data, errors } = await club.run(SCHEDULE, { input }, coach);
  if (!data?.createEvent?.event) throw new Error(JSON.stringify(errors ?? data));
  return data.createEvent.event.id;
}

/** What a subscription ends with: errors, or how its connection was closed. */
async function ending(phone: Listening): Promise<unknown> {
  for (;;) {
    const told = await phone.next().catch((error: { code?: number }) => ({
      data: undefined,
      errors: Array.isArray(error) ? error : [{ code: error.code }],
    }));
    if (!told || told.errors) return told?.errors;
  }
}

interface Entry {
  readonly id: string;
  readonly user: { readonly id: string };
}

describe.each([
  ['WebSocket', byWebSocket],
  ['an event stream', byEventStream],
])('by %s', (_, listen) => {
  test('a player hears of a cancelled practice, with what other domains know of it', async () => {
    const id = await practice();
    // By another gateway than the coach's, where there are two.
    const phone = listen(club.otherUrl, { query: CHANGED, variables: { id }, since: 0 }, player);
    open.push(phone);
    const first = await phone.next();
    expect(first?.data).toMatchObject({ eventChanged: { status: 'SCHEDULED' } });
    await club.run(CANCEL, { input: { eventId: id, reason: 'Rain' } }, coach);
    const told = await phone.next();
    expect(told?.data.eventChanged).toMatchObject({ title: 'Practice', status: 'CANCELLED', team: { name: 'Otters' } });
    const names = told?.data.eventChanged.attendees.nodes.map(
      ({ user }: { user: { displayName: string } }) => user.displayName,
    );
    expect(names.sort()).toEqual(['Casey Coach', 'Pat Player']);
    expect(told?.extensions?.live?.version).toBeGreaterThan(first?.extensions?.live?.version ?? 0);
  });

  test('a stranger is refused, and who leaves the team is from then on', async () => {
    const leaver = await club.person({ displayName: 'Lee Leaver' });
    const own = await club.team({ owner: coach, name: 'Herons', members: { PLAYER: [leaver] } });
    const id = await practice(own);
    const stranger = listen(club.url, { query: CHANGED, variables: { id }, since: 0 }, await club.person());
    open.push(stranger);
    expect(await ending(stranger)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const phone = listen(club.otherUrl, { query: CHANGED, variables: { id }, since: 0 }, leaver);
    open.push(phone);
    await phone.next();
    const roster = await club.run(ROSTER, { id: own }, coach);
    const { id: memberId } = roster.data.team.members.nodes.find(({ user }: Entry) => user.id === leaver.id);
    const removed = await club.run(REMOVE, { input: { memberId } }, coach);
    expect(removed.data?.removeTeamMember?.userErrors).toEqual([]);
    expect(await ending(phone)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test('a session that is ended elsewhere is told of, and hears no more', async () => {
    const person = await club.person({ displayName: 'Two Phones' });
    const other = await signIn(club.run, person.email, person.password);
    const ended = 'subscription { sessionRevoked { device current user { displayName } } }';
    const [here, there] = [person, other].map((as) => listen(club.url, { query: ended, since: 0 }, as));
    open.push(here as Listening, there as Listening);
    expect(await here?.next()).toMatchObject({ data: { sessionRevoked: null } });
    const told = here?.next();
    const over = ending(there as Listening);
    await club.run('mutation { revokeOtherSessions { userErrors { code } } }', {}, person);
    expect(await told).toMatchObject({
      data: { sessionRevoked: { current: false, user: { displayName: 'Two Phones' } } },
    });
    expect(JSON.stringify(await over)).toMatch(/4401|UNAUTHENTICATED/);
  });

  test('a ban ends what is open', async () => {
    const person = await club.person({ displayName: 'Bo Banned' });
    const query = 'subscription ($id: ID!) { userChanged(id: $id) { displayName } }';
    const phone = listen(club.otherUrl, { query, variables: { id: person.id }, since: 0 }, person);
    open.push(phone);
    expect(await phone.next()).toMatchObject({ data: { userChanged: { displayName: 'Bo Banned' } } });
    const banned = await club.run(BAN, { input: { userId: person.id, reason: 'Spam' } }, await club.admin());
    expect(banned.data?.banUser?.userErrors).toEqual([]);
    expect(JSON.stringify(await ending(phone))).toMatch(/4401|UNAUTHENTICATED/);
  });

  test('what is gone, and what never was, is told as nothing', async () => {
    const person = await club.person({ displayName: 'Di Deleted' });
    const query = 'subscription ($id: ID!) { userChanged(id: $id) { displayName } }';
    const admin = await club.admin();
    const deleted = await club.run(DELETE, { input: { userId: person.id } }, admin);
    expect(deleted.data?.deleteUser?.userErrors).toEqual([]);
    for (const id of [person.id, `${person.id.slice(0, -2)}zz`, 'nonsense', '']) {
      const phone = listen(club.url, { query, variables: { id }, since: 0 }, admin);
      open.push(phone);
      expect(await phone.next()).toMatchObject({
        data: { userChanged: null },
        extensions: { live: { version: null } },
      });
    }
  });
});
