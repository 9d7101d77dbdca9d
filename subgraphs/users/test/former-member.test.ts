import { eventually, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userId userErrors { code } } }';
const TEAM = 'mutation { createTeam(input: { name: "Night Owls", sport: "Football" }) { team { id } } }';
const ADD = 'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }';
const EVENT =
  'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code path } } }';
const ATTENDEES = `query ($id: ID!) {
  event(id: $id) { attendees { nodes { user {
    id displayName handle avatar { initials color } status locale timeZone units visibility version createdAt
    givenName familyName bio email phone birthDate
  } } } }
}`;

let club: TestClub;
let admin: Person;
let coach: Person;
let gone: Person;
let eventId: string;

beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events'] });
  admin = await club.admin();
  await club.run('mutation { createClub(input: { name: "Riverside", timeZone: "UTC" }) { club { id } } }', {}, admin);
  [coach, gone] = await Promise.all([
    club.person({ roles: ['TRAINER'] }),
    club.person({ displayName: 'Gone Tomorrow', roles: ['STAFF'] }),
  ]);
  const { data } = await club.run(TEAM, {}, coach);
  const teamId = data.createTeam.team.id;
  await club.run(ADD, { input: { teamId, userId: gone.id } }, coach);
  await club.settled();
  const startsAt = new Date(Date.now() + 86_400_000);
  const times = { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) };
  const made = await club.run(EVENT, { input: { teamId, kind: 'PRACTICE', title: 'The last one', ...times } }, coach);
  eventId = made.data.createEvent.event.id;
  await club.settled();
  await club.sql(
    'events',
    `UPDATE "Event" SET "startsAt" = now() - interval '2 days', "endsAt" = now() - interval '1 day'`,
  );
  const { data: deleted } = await club.run(DELETE, { input: { userId: gone.id } }, gone);
  expect(deleted.deleteUser.userErrors).toEqual([]);
});
afterAll(() => club.stop());

test('somebody deleted is a former member wherever something past mentions them', async () => {
  const former = { displayName: 'Former member', avatar: { initials: '–', color: '#9e9e9e' }, status: 'DELETED' };
  const nothing = { givenName: null, familyName: null, bio: null, email: null, phone: null, birthDate: null };
  await eventually(async () => {
    const { data, errors } = await club.run(ATTENDEES, { id: eventId }, coach);
    expect(errors).toBeUndefined();
    const people = data.event.attendees.nodes.map(({ user }: { user: { id: string } }) => user);
    const found = people.find(({ id }: { id: string }) => id === gone.id);
    expect(found).toMatchObject({ id: gone.id, handle: `former-member-${gone.id.slice(-8)}`, ...former, ...nothing });
  });
});

test('somebody deleted is not found as a person', async () => {
  const FIND = `query ($id: ID!, $handle: String!) {
    user(id: $id) { id } userByHandle(handle: $handle) { id }
    users(filter: { status: [DELETED] }) { totalCount }
  }`;
  const handle = `former-member-${gone.id.slice(-8)}`;
  const { data } = await club.run(FIND, { id: gone.id, handle }, admin);
  expect(data).toEqual({ user: null, userByHandle: null, users: { totalCount: 0 } });
});

test('the tokens of somebody deleted are refused as soon as the deletion is acknowledged', async () => {
  const person = await club.person();
  await club.run(DELETE, { input: { userId: person.id } }, admin);
  expect(refusals(await club.run('{ me { id } }', {}, person))).toEqual(['UNAUTHENTICATED']);
});

test('a deletion is done once', async () => {
  const person = await club.person();
  const answers = await Promise.all([1, 2, 3].map(() => club.run(DELETE, { input: { userId: person.id } }, admin)));
  expect(answers.map(({ data }) => data.deleteUser?.userId ?? null).filter(Boolean)).toEqual([person.id]);
  expect(answers.flatMap((answer) => refusals(answer) ?? [])).toEqual(['NOT_FOUND', 'NOT_FOUND']);
});
