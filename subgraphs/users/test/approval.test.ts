import { eventually, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

let club: TestClub;
let admin: Person;
beforeAll(async () => {
  club = await startClub({ REGISTRATION: 'approval' }, { domains: ['teams', 'events'] });
  admin = await club.admin();
  await club.run('mutation { createClub(input: { name: "Riverside", timeZone: "UTC" }) { club { id } } }', {}, admin);
});
afterAll(() => club.stop());

const STATUS = '{ me { status } }';
const APPROVE = 'mutation ($input: ApproveUserInput!) { approveUser(input: $input) { user { id } } }';
const REFRESH =
  'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { tokens { accessToken } userErrors { code } } }';

test('who waits for approval sees themselves and nothing of the club, until they are let in', async () => {
  expect((await club.run(STATUS, {}, admin)).data.me.status).toBe('ACTIVE');
  const ada = await club.person();
  expect((await club.run(STATUS, {}, ada)).data.me.status).toBe('PENDING_APPROVAL');
  const readings = [
    '{ teams { totalCount } }',
    '{ club { name } }',
    '{ team(id: "tem_1") { name } }',
    '{ events { totalCount } }',
    `{ user(id: "${admin.id}") { displayName } }`,
    '{ userByHandle(handle: "ada") { displayName } }',
    '{ calendar(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z") { id } }',
  ];
  for (const reading of readings) expect(refusals(await club.run(reading, {}, ada))).toEqual(['FORBIDDEN']);
  const waiting = await club.run('{ users(filter: { status: [PENDING_APPROVAL] }) { nodes { id } } }', {}, admin);
  expect(waiting.data.users.nodes).toContainEqual({ id: ada.id });

  await club.run(APPROVE, { input: { userId: ada.id } }, admin);
  await club.settled();
  expect(refusals(await club.run(STATUS, {}, ada))).toEqual(['UNAUTHENTICATED']); // the token says that they wait
  const { data } = await club.run(REFRESH, { input: { refreshToken: ada.refreshToken } });
  const letIn = { token: data.refreshSession.tokens.accessToken };
  expect((await club.run('{ me { status roles } }', {}, letIn)).data.me).toEqual({
    status: 'ACTIVE',
    roles: ['MEMBER'],
  });
  for (const reading of readings) expect(refusals(await club.run(reading, {}, letIn))).toBeUndefined();
});

test('whoever waits is put on no team', async () => {
  const ada = await club.person();
  const TEAM = 'mutation { createTeam(input: { name: "Night Owls", sport: "Football" }) { team { id } } }';
  const ADD = 'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }';
  const { data } = await club.run(TEAM, {}, admin);
  const input = { teamId: data.createTeam.team.id, userId: ada.id };
  const added = async () => (await club.run(ADD, { input }, admin)).data.addTeamMember.userErrors;
  expect(await added()).toEqual([{ code: 'USER_NOT_ACTIVE' }]);
  await club.run(APPROVE, { input: { userId: ada.id } }, admin);
  expect(await added()).toEqual([]);
});

test('whoever loses the last role waits again: on no new team, and let in by name', async () => {
  const ada = await club.person({ roles: ['MEMBER'] });
  await eventually(async () => expect((await club.run(STATUS, {}, ada)).data.me.status).toBe('ACTIVE'));
  const REVOKE = 'mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
  await club.run(REVOKE, { input: { userId: ada.id, role: 'MEMBER' } }, admin);
  await club.settled();
  const TEAM = 'mutation { createTeam(input: { name: "Day Owls", sport: "Football" }) { team { id } } }';
  const ADD = 'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }';
  const { data } = await club.run(TEAM, {}, admin);
  const input = { teamId: data.createTeam.team.id, userId: ada.id };
  const added = async () => (await club.run(ADD, { input }, admin)).data.addTeamMember.userErrors;
  expect(await added()).toEqual([{ code: 'USER_NOT_ACTIVE' }]);
  await club.run(APPROVE, { input: { userId: ada.id } }, admin);
  expect(await added()).toEqual([]);
  await club.settled();
  expect(await club.sql('auth', 'SELECT roles FROM "Account" WHERE id = $1', [ada.id])).toEqual([
    { roles: '{MEMBER}' },
  ]);
});

test('any role makes a member, let in by name or not', async () => {
  const ada = await club.person({ roles: ['TRAINER'] });
  expect(refusals(await club.run('{ teams { totalCount } }', {}, ada))).toBeUndefined();
});

test('a role given without more ado lets in as well, and a ban never does', async () => {
  const [given, banned] = [await club.person({ roles: ['TRAINER'] }), await club.person()];
  await eventually(async () => expect((await club.run(STATUS, {}, given)).data.me.status).toBe('ACTIVE'));
  const BAN = 'mutation ($input: BanUserInput!) { banUser(input: $input) { user { status } } }';
  const UNBAN = 'mutation ($input: UnbanUserInput!) { unbanUser(input: $input) { user { status } } }';
  expect((await club.run(STATUS, {}, banned)).data.me.status).toBe('PENDING_APPROVAL');
  await club.run(BAN, { input: { userId: banned.id, reason: 'spam' } }, admin);
  const { data } = await club.run(UNBAN, { input: { userId: banned.id } }, admin);
  expect(data.unbanUser.user.status).toBe('PENDING_APPROVAL');
  expect(refusals(await club.run(APPROVE, { input: { userId: banned.id } }, admin))).toBeUndefined();
});
