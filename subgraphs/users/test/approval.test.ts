import { startClub, type TestClub } from '@fieldhouse/testing';

let club: TestClub;
beforeAll(async () => {
  club = await startClub({ REGISTRATION: 'approval' });
});
afterAll(() => club.stop());

const FOUND = 'mutation { createClub(input: { name: "Riverside", timeZone: "UTC" }) { club { id } } }';
const TEAM = 'mutation { createTeam(input: { name: "Night Owls", sport: "x" }) { team { name } userErrors { code } } }';

test('where new people wait for approval, they see themselves and take part once they are let in', async () => {
  const admin = await club.admin();
  expect((await club.run('{ me { status } }', {}, admin)).data.me.status).toBe('ACTIVE');
  await club.run(FOUND, {}, admin);
  const ada = await club.person();
  expect((await club.run('{ me { status } }', {}, ada)).data.me.status).toBe('PENDING_APPROVAL');
  expect((await club.run(TEAM, {}, ada)).data.createTeam).toEqual({
    team: null,
    userErrors: [{ code: 'USER_NOT_ACTIVE' }],
  });
  const waiting = await club.run('{ users(filter: { status: [PENDING_APPROVAL] }) { nodes { id } } }', {}, admin);
  expect(waiting.data.users.nodes).toContainEqual({ id: ada.id });
  await club.run(
    'mutation ($input: ApproveUserInput!) { approveUser(input: $input) { user { id } } }',
    { input: { userId: ada.id } },
    admin,
  );
  expect((await club.run(TEAM, {}, ada)).data.createTeam).toEqual({ team: { name: 'Night Owls' }, userErrors: [] });
});
