import { codes, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const mutation = (name: string) =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code } } }`;
const REFRESH =
  'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { tokens { accessToken } userErrors { code } } }';

let club: TestClub;
let admin: Person;
beforeAll(async () => {
  club = await startClub({ REGISTRATION: 'approval' }, { domains: ['teams'] });
  admin = await club.admin();
});
afterAll(() => club.stop());

async function done(name: string, input: Record<string, unknown>, as: Person = admin) {
  const answer = await club.run(mutation(name), { input }, as);
  return refusals(answer) ?? codes(answer.data[name]);
}
const refreshed = async (person: Person) =>
  (await club.run(REFRESH, { input: { refreshToken: person.refreshToken } })).data.refreshSession;

test('what is done already is said to be', async () => {
  const { id: userId } = await club.person();
  expect(await done('unbanUser', { userId })).toEqual(['ALREADY_DONE']);
  const both = await Promise.all([done('approveUser', { userId }), done('approveUser', { userId })]);
  expect(both.flat()).toEqual(['ALREADY_DONE']);
  await club.settled();
  expect(await done('grantRole', { userId, role: 'MEMBER' })).toEqual(['ALREADY_DONE']);
});

test('somebody banned changes nothing, though auth has not heard of the ban and their token is good', async () => {
  const person = await club.person({ roles: ['ADMIN'] });
  const other = await club.person();
  const held = club.hold('auth');
  expect(await done('banUser', { userId: person.id, reason: 'a test' })).toEqual([]);
  expect((await club.run('{ me { id } }', {}, person)).data.me.id).toBe(person.id);
  expect(await done('updateProfile', { displayName: 'Mallory' }, person)).toEqual(['FORBIDDEN']);
  expect(await done('banUser', { userId: other.id, reason: 'revenge' }, person)).toEqual(['FORBIDDEN']);
  expect(await done('unbanUser', { userId: person.id }, person)).toEqual(['FORBIDDEN']);
  held.release();
  await club.settled();
});

test('a role given to somebody banned lets nobody in before the ban is lifted', async () => {
  const person = await club.person();
  expect(await done('banUser', { userId: person.id, reason: 'a test' })).toEqual([]);
  expect(await done('grantRole', { userId: person.id, role: 'TRAINER' })).toEqual([]);
  await club.settled();
  expect((await refreshed(person)).tokens).toBeNull();
  const { data } = await club.run(`{ user(id: "${person.id}") { status } }`, {}, admin);
  expect(data.user.status).toBe('BANNED');
  expect(await done('unbanUser', { userId: person.id })).toEqual([]);
  await club.settled();
  const after = await club.run(`{ user(id: "${person.id}") { status } }`, {}, admin);
  expect(after.data.user.status).toBe('ACTIVE');
});

test('the last role taken shuts the club, given again it opens it', async () => {
  const person = await club.person({ roles: ['MEMBER'] });
  const may = async () => refusals(await club.run('{ teams { totalCount } }', {}, await renewed()));
  let { refreshToken } = person;
  const renewed = async () => {
    const { tokens } = (
      await club.run(
        'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { tokens { accessToken refreshToken } } }',
        { input: { refreshToken } },
      )
    ).data.refreshSession;
    refreshToken = tokens.refreshToken;
    return { token: tokens.accessToken as string };
  };
  expect(await may()).toBeUndefined();
  expect(await done('revokeRole', { userId: person.id, role: 'MEMBER' })).toEqual([]);
  expect(await may()).toEqual(['FORBIDDEN']);
  expect(await done('grantRole', { userId: person.id, role: 'MEMBER' })).toEqual([]);
  expect(await may()).toBeUndefined();
});

test('nothing is done to somebody deleted, and their sessions are no more', async () => {
  const person = await club.person();
  expect(await done('deleteUser', { userId: person.id })).toEqual([]);
  await club.settled();
  for (const [name, input] of [
    ['grantRole', { role: 'ADMIN' }],
    ['revokeRole', { role: 'ADMIN' }],
    ['approveUser', {}],
    ['banUser', { reason: 'a test' }],
    ['unbanUser', {}],
    ['deleteUser', {}],
    ['updateProfile', { bio: 'x' }],
  ] as const)
    expect(await done(name, { userId: person.id, ...input })).toEqual(['NOT_FOUND']);
  expect((await refreshed(person)).tokens).toBeNull();
});
