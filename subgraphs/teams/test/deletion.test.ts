import { codes, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const TEAM = 'mutation { createTeam(input: { name: "Night Owls", sport: "Football" }) { team { id } } }';
const ADD =
  'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { member { id } userErrors { code } } }';
const CHANGE = 'mutation ($input: UpdateTeamMemberInput!) { updateTeamMember(input: $input) { userErrors { code } } }';
const REMOVE = 'mutation ($input: RemoveTeamMemberInput!) { removeTeamMember(input: $input) { userErrors { code } } }';
const LEAVE = 'mutation ($input: LeaveTeamInput!) { leaveTeam(input: $input) { userErrors { code } } }';
const ARCHIVE = 'mutation ($input: ArchiveTeamInput!) { archiveTeam(input: $input) { userErrors { code } } }';
const RESTORE = 'mutation ($input: RestoreTeamInput!) { restoreTeam(input: $input) { userErrors { code } } }';
const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }';

let club: TestClub;
let admin: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
  admin = await club.admin();
  await club.run('mutation { createClub(input: { name: "Riverside", timeZone: "UTC" }) { club { id } } }', {}, admin);
});
afterAll(() => club.stop());

/** Does something and says how it went: the codes of userErrors, or of errors. */
async function done(document: string, input: Record<string, unknown>, as: Person) {
  const answer = await club.run(document, { input }, as);
  return refusals(answer) ?? codes(Object.values(answer.data)[0] as Parameters<typeof codes>[0]);
}

async function teamOf(owner: Person): Promise<string> {
  return (await club.run(TEAM, {}, owner)).data.createTeam.team.id;
}

async function memberOf(teamId: string, person: Person): Promise<string> {
  const { data } = await club.run(ADD, { input: { teamId, userId: person.id } }, admin);
  return data.addTeamMember.member.id;
}

describe('an archived team whose only owner was deleted', () => {
  let teamId: string;
  let players: Person[];
  let memberIds: string[];
  beforeAll(async () => {
    const owner = await club.person({ roles: ['TRAINER'] });
    players = await Promise.all([club.person(), club.person(), club.person()]);
    teamId = await teamOf(owner);
    memberIds = [];
    for (const player of players) memberIds.push(await memberOf(teamId, player));
    expect(await done(ARCHIVE, { teamId }, owner)).toEqual([]);
    expect(await done(DELETE, { userId: owner.id }, owner)).toEqual([]);
    await club.settled();
  });

  test('lets its players leave', async () => {
    expect(await done(LEAVE, { teamId }, players[0] as Person)).toEqual([]);
  });
  test('can be restored, run and given an owner by an administrator', async () => {
    expect(await done(RESTORE, { teamId }, admin)).toEqual([]);
    expect(await done(CHANGE, { memberId: memberIds[1], jerseyNumber: 7 }, admin)).toEqual([]);
    expect(await done(REMOVE, { memberId: memberIds[2] }, admin)).toEqual([]);
    expect(await done(CHANGE, { memberId: memberIds[1], role: 'OWNER' }, admin)).toEqual([]);
    expect(await done(LEAVE, { teamId }, players[1] as Person)).toEqual(['LAST_OWNER']);
  });
});

test('nobody is entered at the moment of their deletion', async () => {
  const teamId = await teamOf(admin);
  for (let round = 0; round < 12; round++) {
    const person = await club.person();
    const [added, deleted] = await Promise.all([
      done(ADD, { teamId, userId: person.id }, admin),
      done(DELETE, { userId: person.id }, person),
    ]);
    expect(deleted).toEqual([]);
    expect([[], ['USER_NOT_ACTIVE']]).toContainEqual(added);
  }
  await club.settled();
  expect(await club.sql('teams', 'SELECT role FROM "TeamMember" WHERE "teamId" = $1', [teamId])).toEqual([
    { role: 'OWNER' },
  ]);
});

test('somebody whose deletion was announced is entered nowhere, whatever users said before', async () => {
  const teamId = await teamOf(admin);
  const person = await club.person();
  await club.settled();
  // As if the deletion had come between the question and the entry.
  await club.sql(
    'teams',
    `UPDATE "Person" SET "displayName" = 'Former member', initials = '–', version = 99 WHERE id = $1`,
    [person.id],
  );
  expect(await done(ADD, { teamId, userId: person.id }, admin)).toEqual(['USER_NOT_ACTIVE']);
});
