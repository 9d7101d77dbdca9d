import { codes, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const REVOKE = 'mutation ($input: RevokeRoleInput!) { done: revokeRole(input: $input) { userErrors { code } } }';
const DELETE = 'mutation ($input: DeleteUserInput!) { done: deleteUser(input: $input) { userErrors { code } } }';
const BAN = 'mutation ($input: BanUserInput!) { done: banUser(input: $input) { userErrors { code path } } }';
const UNBAN = 'mutation ($input: UnbanUserInput!) { done: unbanUser(input: $input) { userErrors { code } } }';

let club: TestClub;
/** The administrators of the moment; every test begins and ends with exactly these. */
let first: Person;
let second: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
  first = await club.admin();
  second = await club.person({ displayName: 'Second', roles: ['ADMIN'] });
});
afterAll(() => club.stop());

const doors = {
  revokeRole: (whose: Person, as: Person) => club.run(REVOKE, { input: { userId: whose.id, role: 'ADMIN' } }, as),
  deleteUser: (whose: Person, as: Person) => club.run(DELETE, { input: { userId: whose.id } }, as),
  banUser: (whose: Person, as: Person) => club.run(BAN, { input: { userId: whose.id, reason: 'a test' } }, as),
};
type Door = keyof typeof doors;
const outcome = async (answer: ReturnType<(typeof doors)[Door]>) => {
  const { data, errors } = await answer;
  return errors ? refusals({ errors })?.[0] : (codes(data.done)[0] ?? 'DONE');
};
const unban = (userId: string, as: Person) => outcome(club.run(UNBAN, { input: { userId } }, as));

const remaining = async () => {
  await club.settled();
  const admins = await club.sql('auth', `SELECT id FROM "Account" WHERE 'ADMIN' = ANY(roles) AND NOT banned`);
  return admins.map(({ id }) => id);
};
const departures = async () => (await club.sql('auth', 'SELECT id FROM "Departure"')).length;

describe('a banned administrator does not count', () => {
  beforeEach(async () => {
    expect(await outcome(doors.banUser(second, first))).toBe('DONE');
  });
  afterEach(async () => {
    expect(await unban(second.id, first)).toBe('DONE');
    await club.settled();
    second = { ...second, ...(await again(second)) };
  });

  test.each<Door>(['revokeRole', 'deleteUser'])('when the other would go by %s', async (door) => {
    expect(await outcome(doors[door](first, first))).toBe('LAST_ADMIN');
    await club.settled();
    expect(await outcome(doors[door](first, first))).toBe('LAST_ADMIN');
  });
  test('until the ban has run out', async () => {
    await club.settled();
    const third = await club.person({ roles: ['ADMIN'] });
    await club.sql('auth', `UPDATE "Account" SET "bannedUntil" = now() - interval '1 minute' WHERE id = $1`, [
      second.id,
    ]);
    expect(await outcome(doors.revokeRole(third, first))).toBe('DONE');
    expect(await departures()).toBe(0);
  });
});

const again = async ({ email, password }: Person) => {
  const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { tokens { accessToken } } }';
  const { data } = await club.run(LOGIN, { input: { email, password } });
  return { token: data.login.tokens.accessToken as string };
};

/** What two administrators may do at the same moment: each of these alone leaves one. */
const pairs: [Door, 'self' | 'other', Door, 'self' | 'other'][] = (
  [
    ['revokeRole', 'self'],
    ['revokeRole', 'other'],
    ['deleteUser', 'self'],
    ['deleteUser', 'other'],
    ['banUser', 'other'],
  ] as const
).flatMap((mine, i, all) => all.slice(i).map((theirs) => [...mine, ...theirs] as [Door, 'self', Door, 'self']));

describe('of two administrators who would go at the same moment one stays', () => {
  test.each(pairs)('%s %s beside %s %s', async (mine, whose, theirs, theirsWhose) => {
    const target = (who: Person, other: Person, which: 'self' | 'other') => (which === 'self' ? who : other);
    const outcomes = await Promise.all([
      outcome(doors[mine](target(first, second, whose), first)),
      outcome(doors[theirs](target(second, first, theirsWhose), second)),
    ]);
    const left = await remaining();
    expect({ outcomes, left }).toEqual({ outcomes, left: [expect.any(String)] });
    expect(outcomes).toContain('DONE');
    expect(await departures()).toBe(0);
    const [stayed] = [first, second].filter(({ id }) => left.includes(id)) as [Person];
    first = { ...stayed, ...(await again(stayed)) };
    await club.sql('auth', `UPDATE "Account" SET roles = '{MEMBER}' WHERE id <> $1`, [first.id]);
    second = await club.person({ roles: [] });
    await club.run(
      'mutation ($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code } } }',
      { input: { userId: second.id, role: 'ADMIN' } },
      first,
    );
    second = { ...second, ...(await again(second)) };
  });
});

describe('a departure', () => {
  test('fails while auth does, and nothing is done', async () => {
    await club.sql('auth', 'ALTER TABLE "Departure" RENAME TO "Elsewhere"');
    expect(await outcome(doors.banUser(second, first))).toBe('INTERNAL_SERVER_ERROR');
    expect(await outcome(doors.deleteUser(second, first))).toBe('INTERNAL_SERVER_ERROR');
    await club.sql('auth', 'ALTER TABLE "Elsewhere" RENAME TO "Departure"');
    const { data } = await club.run('{ me { status } }', {}, second);
    expect(data.me.status).toBe('ACTIVE');
  });
  test('that users refuses after all is forgotten at once', async () => {
    const person = await club.person();
    const bans = await Promise.all(Array.from({ length: 6 }, () => outcome(doors.banUser(person, first))));
    expect(bans.toSorted()).toEqual([...Array(5).fill('ALREADY_DONE'), 'DONE']);
    await club.settled();
    expect(await departures()).toBe(0);
  });
  test('that came to nothing holds nobody back for longer than a minute', async () => {
    const begin = (age: string) =>
      club.sql('auth', `INSERT INTO "Departure" VALUES ('dep_' || $2, $1, now() - $2::interval)`, [second.id, age]);
    await begin('1 second');
    expect(await outcome(doors.deleteUser(first, first))).toBe('LAST_ADMIN');
    await club.sql('auth', 'DELETE FROM "Departure"');
    await begin('2 minutes');
    expect(await outcome(doors.revokeRole(first, first))).toBe('DONE');
    expect(await remaining()).toEqual([second.id]);
    await club.sql('auth', `UPDATE "Account" SET roles = '{ADMIN,MEMBER}' WHERE id = $1`, [first.id]);
    first = { ...first, ...(await again(first)) };
  });
  test('of somebody without a login or a role is nobody’s concern', async () => {
    const CREATE = 'mutation { createUser(input: { displayName: "A Child" }) { user { id } } }';
    const { data } = await club.run(CREATE, {}, first);
    const child = { ...second, id: data.createUser.user.id };
    expect(await outcome(doors.banUser(child, first))).toBe('DONE');
    expect(await outcome(doors.deleteUser(child, first))).toBe('DONE');
    expect(await departures()).toBe(0);
  });
});
