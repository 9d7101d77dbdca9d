import { codes, type Person, startClub, type TestClub } from '@fieldhouse/testing';

const BAN = 'mutation ($input: BanUserInput!) { banUser(input: $input) { user { version } userErrors { code } } }';
const UNBAN = 'mutation ($input: UnbanUserInput!) { unbanUser(input: $input) { userErrors { code } } }';
const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { userErrors { code } } }';
const HOUR = 3_600_000;

let club: TestClub;
let person: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
});
afterAll(() => club.stop());
beforeEach(async () => {
  person = await club.person({ roles: ['MEMBER'] });
});

const inHours = (hours: number) => new Date(club.clock.now().getTime() + hours * HOUR).toISOString();
const ban = async (until?: string) => {
  const input = { userId: person.id, reason: `a test ${until}`, until };
  expect(codes((await club.run(BAN, { input }, await club.admin())).data.banUser)).toEqual([]);
  await club.settled();
};
const login = async () => {
  const { email, password } = person;
  return codes((await club.run(LOGIN, { input: { email, password } })).data.login);
};
const rowOf = async () => (await club.sql('users', 'SELECT status FROM "User" WHERE id = $1', [person.id]))[0]?.status;
const standing = async () =>
  (await club.sql('auth', 'SELECT banned FROM "Account" WHERE id = $1', [person.id]))[0]?.banned;
const waiting = () => club.sql('users', 'SELECT key FROM messaging.task WHERE key = $1', [person.id]);

test('a ban that runs out is noted, and announced to auth', async () => {
  await ban(inHours(2));
  expect(await login()).toEqual(['ACCOUNT_BANNED']);
  club.clock.advance(HOUR);
  await club.settled();
  expect([await rowOf(), await standing()]).toEqual(['BANNED', true]);
  club.clock.advance(HOUR);
  await club.settled();
  expect([await rowOf(), await standing()]).toEqual(['ACTIVE', false]);
  expect(await login()).toEqual([]);
  expect(await waiting()).toEqual([]);
});

test('the end of a ban that was prolonged, made endless or lifted is not that of the first', async () => {
  await ban(inHours(1));
  await ban(inHours(3));
  club.clock.advance(2 * HOUR);
  await club.settled();
  expect([await rowOf(), await standing()]).toEqual(['BANNED', true]);
  await ban();
  expect(await waiting()).toEqual([]);
  club.clock.advance(10 * HOUR);
  await club.settled();
  expect([await rowOf(), await standing()]).toEqual(['BANNED', true]);
  await ban(inHours(1));
  await club.run(UNBAN, { input: { userId: person.id } }, await club.admin());
  expect(await waiting()).toEqual([]);
});

test('people who are deleted leave no timer behind', async () => {
  await ban(inHours(1));
  const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }';
  const { data } = await club.run(DELETE, { input: { userId: person.id } }, await club.admin());
  expect(codes(data.deleteUser)).toEqual([]);
  expect(await waiting()).toEqual([]);
});
