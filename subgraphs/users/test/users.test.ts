import { codes, eventually, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const UPDATE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { user { displayName handle bio phone version avatar { initials } } userErrors { code path } }
}`;
const PREFER =
  'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { user { timeZone units visibility locale } userErrors { code } } }';
const CREATE =
  'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id status } userErrors { code path } } }';
const APPROVE =
  'mutation ($input: ApproveUserInput!) { approveUser(input: $input) { user { status } userErrors { code } } }';
const BAN =
  'mutation ($input: BanUserInput!) { banUser(input: $input) { user { status bannedUntil } userErrors { code path } } }';
const UNBAN = 'mutation ($input: UnbanUserInput!) { unbanUser(input: $input) { user { status } userErrors { code } } }';
const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userId userErrors { code } } }';
const PRIVATE = 'query ($id: ID!) { user(id: $id) { displayName email phone birthDate givenName bio statusReason } }';
const FOUND = 'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { club { id } } }';
const TEAM = 'mutation { createTeam(input: { name: "Night Owls", sport: "Football" }) { team { id } } }';
const ADD = 'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }';

let club: TestClub;
let admin: Person;
let ada: Person;
let bob: Person;

beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
  admin = await club.admin();
  await club.run(FOUND, {}, admin);
  [ada, bob] = await Promise.all([
    club.person({ displayName: 'Ada Lovelace' }),
    club.person({ displayName: 'Bob Builder' }),
  ]);
});
afterAll(() => club.stop());

const update = async (input: Record<string, unknown>, as: Person) =>
  (await club.run(UPDATE, { input }, as)).data.updateProfile;

describe('what other domains ask', () => {
  test('who exists: whoever registered, their profile open or not', async () => {
    const person = await club.person();
    await club.settled();
    await club.sql('users', 'DELETE FROM "User" WHERE id = $1', [person.id]); // as if it were not open yet
    const ids = [bob.id, 'usr_nobody', person.id];
    expect(await club.ask('users', 'query ($ids: [ID!]!) { usersExist(userIds: $ids) }', { ids })).toEqual({
      usersExist: [true, false, true],
    });
  });
  test('a person as they are now', async () => {
    const profile = 'query ($id: ID!) { getUserProfile(userId: $id) { id displayName status } }';
    expect(await club.ask('users', profile, { id: 'usr_nobody' })).toEqual({ getUserProfile: null });
    const { id } = await club.person({ displayName: 'Bea Banned' });
    await club.run(BAN, { input: { userId: id, reason: 'abuse' } }, admin);
    expect(await club.ask('users', profile, { id })).toEqual({
      getUserProfile: { id, displayName: 'Bea Banned', status: 'BANNED' },
    });
  });
});

describe('a new person', () => {
  test('has a profile at once, opened once however often it is asked for', async () => {
    const person = await club.person({ displayName: 'Eve Early' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => club.run('{ me { displayName status version } }', {}, person)),
    );
    expect(answers.map(({ data }) => data.me)).toEqual(
      Array.from({ length: 8 }, () => ({ displayName: 'Eve Early', status: 'ACTIVE', version: 1 })),
    );
    await club.settled();
    expect(await club.sql('users', 'SELECT version FROM "User" WHERE id = $1', [person.id])).toEqual([{ version: 1 }]);
  });

  test('can be changed and shown before the announcement of the registration has arrived', async () => {
    const person = await club.person({ displayName: 'Quick Quentin' });
    await club.settled();
    await club.sql('users', 'DELETE FROM "User" WHERE id = $1', [person.id]); // as if it were still on its way
    expect((await club.run(PREFER, { input: { units: 'IMPERIAL' } }, person)).data.updatePreferences.user.units).toBe(
      'IMPERIAL',
    );
    await club.sql('users', 'DELETE FROM "User" WHERE id = $1', [person.id]);
    const { data } = await club.run('{ session { user { displayName } } }', {}, person);
    expect(data.session.user.displayName).toBe('Quick Quentin');
  });
});

describe('updateProfile', () => {
  test('changes what is given and leaves the rest', async () => {
    await update({ bio: 'Analyst', phone: '+4915112345678' }, ada);
    const { user } = await update({ displayName: ' Ada   King ' }, ada);
    expect(user).toMatchObject({
      displayName: 'Ada King',
      bio: 'Analyst',
      phone: '+4915112345678',
      avatar: { initials: 'AK' },
    });
  });
  test('erases by null', async () => {
    expect((await update({ bio: null }, ada)).user.bio).toBeNull();
  });
  test.each([
    ['an empty name', { displayName: ' ' }, 'displayName'],
    ['a name of a megabyte', { displayName: 'x'.repeat(900_000) }, 'displayName'],
    ['a handle with blanks', { handle: 'a b c' }, 'handle'],
    ['a birth date to come', { birthDate: '2999-01-01' }, 'birthDate'],
  ])('refuses %s', async (_, input, field) => {
    expect(await update(input, ada)).toEqual({ user: null, userErrors: [{ code: 'VALIDATION', path: [field] }] });
  });
  test('gives a handle to one of two who want it at once', async () => {
    const both = await Promise.all([update({ handle: 'the-one' }, ada), update({ handle: 'The-One' }, bob)]);
    expect(both.flatMap(codes)).toEqual(['HANDLE_TAKEN']);
  });
  test('refuses a change on the basis of an older version, and changes nothing', async () => {
    const { user } = await update({ bio: 'one' }, bob);
    expect(codes(await update({ bio: 'two', expectedVersion: user.version - 1 }, bob))).toEqual(['STALE_VERSION']);
    expect((await update({ bio: 'three', expectedVersion: user.version }, bob)).user.version).toBe(user.version + 1);
  });
  test('of somebody else is for administrators', async () => {
    const input = { userId: bob.id, displayName: 'Bob B.' };
    expect(refusals(await club.run(UPDATE, { input }, ada))).toEqual(['FORBIDDEN']);
    expect((await update(input, admin)).user.displayName).toBe('Bob B.');
  });
  test('of nobody is not found', async () => {
    expect(refusals(await club.run(UPDATE, { input: { userId: 'usr_none', bio: 'x' } }, admin))).toEqual(['NOT_FOUND']);
  });
});

test('preferences are one’s own', async () => {
  const input = { timeZone: 'Europe/Berlin', units: 'IMPERIAL', locale: 'de-DE' };
  expect((await club.run(PREFER, { input }, bob)).data.updatePreferences.user).toEqual({
    ...input,
    visibility: 'CLUB',
  });
  expect(refusals(await club.run(PREFER, { input: { timeZone: 'Mars/Olympus' } }, bob))).toEqual(['BAD_USER_INPUT']);
});

describe('private fields', () => {
  const see = (id: string, as: Person) => club.run(PRIVATE, { id }, as);

  test('are told to the person and to administrators', async () => {
    const person = await club.person();
    for (const as of [person, admin]) expect((await see(person.id, as)).data.user.email).toBe(person.email);
  });
  test('are told to staff of a shared team, and no longer when it ends', async () => {
    const [coach, player] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person()]);
    const { data } = await club.run(TEAM, {}, coach);
    const input = { teamId: data.createTeam.team.id, userId: player.id };
    await club.run(ADD, { input }, coach);
    expect((await see(player.id, coach)).data.user.email).toBe(player.email);
    expect((await see(coach.id, player)).data.user.email).toBeNull();
    await club.run(
      'mutation ($input: LeaveTeamInput!) { leaveTeam(input: $input) { userErrors { code } } }',
      { input: { teamId: input.teamId } },
      player,
    );
    expect(refusals(await see(player.id, coach))).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });
  test('are kept from strangers, and the rest is told', async () => {
    const { data, errors } = await see(bob.id, ada);
    expect(data.user).toMatchObject({
      displayName: 'Bob B.',
      email: null,
      phone: null,
      birthDate: null,
      statusReason: null,
    });
    const about = errors?.find(({ path }) => path?.[1] === 'email');
    expect(about?.message).toBe(
      'Needs: the person themselves, or role ADMIN, or staff of a team that the person is on',
    );
  });
  test('follow the visibility that the person chose', async () => {
    const person = await club.person();
    await update({ bio: 'A secret life' }, person);
    await club.run(PREFER, { input: { visibility: 'PRIVATE' } }, person);
    expect((await see(person.id, person)).data.user.bio).toBe('A secret life');
    expect((await see(person.id, ada)).data.user.bio).toBeNull();
    await club.run(PREFER, { input: { visibility: 'CLUB' } }, person);
    expect((await see(person.id, ada)).data.user.bio).toBe('A secret life');
  });
});

describe('administration', () => {
  test('is for administrators', async () => {
    for (const [document, input] of [
      [APPROVE, { userId: bob.id }],
      [BAN, { userId: bob.id, reason: 'x' }],
      [UNBAN, { userId: bob.id }],
      [CREATE, { displayName: 'X' }],
    ] as const)
      expect(refusals(await club.run(document, { input }, ada))).toEqual(['FORBIDDEN']);
    expect(refusals(await club.run('{ users { totalCount } }', {}, ada))).toEqual(['FORBIDDEN']);
  });
  test('finds people by part of a name, wildcards being plain text', async () => {
    const find = async (search: string) =>
      (
        await club.run(
          'query ($filter: UserFilter) { users(filter: $filter) { totalCount nodes { displayName } } }',
          { filter: { search } },
          admin,
        )
      ).data.users;
    expect((await find('aDa k')).nodes).toEqual([{ displayName: 'Ada King' }]);
    expect((await find('%')).totalCount).toBe(0);
    expect((await find(`'; DROP TABLE "User"; --`)).totalCount).toBe(0);
  });
  test('lets a waiting person in, once', async () => {
    const { data } = await club.run(CREATE, { input: { displayName: 'Wendy Waiting', approved: false } }, admin);
    expect(data.createUser.user.status).toBe('PENDING_APPROVAL');
    const approve = async () =>
      (await club.run(APPROVE, { input: { userId: data.createUser.user.id } }, admin)).data.approveUser;
    expect((await approve()).user.status).toBe('ACTIVE');
    expect(codes(await approve())).toEqual(['ALREADY_DONE']);
  });
  test('bans, which ends sessions within seconds, and lifts the ban', async () => {
    const person = await club.person();
    const ban = async (input = {}) =>
      (await club.run(BAN, { input: { userId: person.id, reason: 'abuse', ...input } }, admin)).data.banUser;
    expect((await ban()).user.status).toBe('BANNED');
    expect(codes(await ban())).toEqual(['ALREADY_DONE']);
    for (const until of ['2001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])
      expect(await ban({ until })).toEqual({ user: null, userErrors: [{ code: 'VALIDATION', path: ['until'] }] });
    await eventually(async () => {
      const answer = await club.run('{ me { id } }', {}, person);
      expect(refusals(answer)).toEqual(['UNAUTHENTICATED']);
    }, 5000);
    const { data } = await club.run(UNBAN, { input: { userId: person.id } }, admin);
    expect(data.unbanUser.user.status).toBe('ACTIVE');
  });
  test('cannot ban itself', async () => {
    const { data } = await club.run(BAN, { input: { userId: admin.id, reason: 'x' } }, admin);
    expect(codes(data.banUser)).toEqual(['VALIDATION']);
  });
});

describe('deleteUser', () => {
  test('is for oneself and administrators', async () => {
    expect(refusals(await club.run(DELETE, { input: { userId: bob.id } }, ada))).toEqual(['FORBIDDEN']);
  });
  test('waits for an owner to hand over', async () => {
    const owner = await club.person({ roles: ['TRAINER'] });
    await club.run(TEAM, {}, owner);
    expect(codes((await club.run(DELETE, { input: { userId: owner.id } }, owner)).data.deleteUser)).toEqual([
      'OWNS_TEAMS',
    ]);
  });
  test('keeps the last administrator', async () => {
    expect(codes((await club.run(DELETE, { input: { userId: admin.id } }, admin)).data.deleteUser)).toEqual([
      'LAST_ADMIN',
    ]);
  });
  test('ends the person’s login, for good', async () => {
    const person = await club.person({ displayName: 'Gone Tomorrow' });
    expect((await club.run(DELETE, { input: { userId: person.id } }, person)).data.deleteUser.userId).toBe(person.id);
    await eventually(async () =>
      expect(refusals(await club.run('{ me { id } }', {}, person))).toEqual(['UNAUTHENTICATED']),
    );
    await club.settled();
    expect(await club.sql('users', 'SELECT id FROM "User" WHERE id = $1', [person.id])).toEqual([]);
    expect(await club.sql('auth', 'SELECT id FROM "Account" WHERE id = $1', [person.id])).toEqual([]);
    expect(await club.sql('teams', 'SELECT "displayName" FROM "Person" WHERE id = $1', [person.id])).toEqual([
      { displayName: 'Former member' },
    ]);
  });
});
