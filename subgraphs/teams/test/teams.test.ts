import { codes, eventually, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const CREATE =
  'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id name version } userErrors { code path } } }';
const UPDATE =
  'mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) { team { name version } userErrors { code path } } }';
const ADD =
  'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { member { id role } userErrors { code path } } }';
const CHANGE =
  'mutation ($input: UpdateTeamMemberInput!) { updateTeamMember(input: $input) { member { role jerseyNumber } userErrors { code } } }';
const REMOVE =
  'mutation ($input: RemoveTeamMemberInput!) { removeTeamMember(input: $input) { memberId userErrors { code } } }';
const LEAVE = 'mutation ($input: LeaveTeamInput!) { leaveTeam(input: $input) { team { id } userErrors { code } } }';
const TRANSFER = `mutation ($input: TransferTeamOwnershipInput!) {
  transferTeamOwnership(input: $input) { team { members { nodes { role user { id } } } } userErrors { code path } }
}`;
const ARCHIVE =
  'mutation ($input: ArchiveTeamInput!) { archiveTeam(input: $input) { team { archivedAt } userErrors { code } } }';
const RESTORE =
  'mutation ($input: RestoreTeamInput!) { restoreTeam(input: $input) { team { archivedAt } userErrors { code } } }';

let club: TestClub;
let owner: Person;
let player: Person;
let stranger: Person;

beforeAll(async () => {
  club = await startClub({}, { domains: ['teams'] });
  const founding = 'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { club { id } } }';
  await club.run(founding, {}, await club.admin());
  [owner, player, stranger] = await Promise.all([
    club.person({ displayName: 'Olga Owner', roles: ['TRAINER'] }),
    club.person({ displayName: 'Pat Player' }),
    club.person({ displayName: 'Sam Stranger' }),
  ]);
});
afterAll(() => club.stop());

async function newTeam(input: Record<string, unknown> = {}): Promise<string> {
  const { data } = await club.run(CREATE, { input: { name: 'Night Owls', sport: 'Football', ...input } }, owner);
  return data.createTeam.team.id;
}

async function add(teamId: string, person: Person, input: Record<string, unknown> = {}, as: Person = owner) {
  const { data, errors } = await club.run(ADD, { input: { teamId, userId: person.id, ...input } }, as);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.addTeamMember;
}

describe('createTeam', () => {
  test('makes the founder the owner', async () => {
    const teamId = await newTeam();
    const { data } = await club.run(
      'query ($id: ID!) { team(id: $id) { viewerMembership { role } } }',
      { id: teamId },
      owner,
    );
    expect(data.team.viewerMembership.role).toBe('OWNER');
  });
  test('is for trainers, staff and administrators: whoever runs a team sees how its people are reached', async () => {
    const found = (as?: Person) => club.run(CREATE, { input: { name: 'Owls', sport: 'Football' } }, as);
    expect(refusals(await found())).toEqual(['UNAUTHENTICATED']);
    expect(refusals(await found(player))).toEqual(['FORBIDDEN']);
    expect(refusals(await found(await club.person({ roles: ['STAFF'] })))).toBeUndefined();
  });
  test.each([
    ['a name of two letters', { name: 'ab' }, 'name'],
    ['a name of a megabyte', { name: 'x'.repeat(900_000) }, 'name'],
    ['no place at all', { capacity: 0 }, 'capacity'],
    ['an unknown club', { clubId: 'clb_none' }, 'clubId'],
  ])('refuses %s', async (_, input, field) => {
    const { data } = await club.run(CREATE, { input: { name: 'Night Owls', sport: 'Football', ...input } }, owner);
    expect(data.createTeam).toEqual({ team: null, userErrors: [{ code: 'VALIDATION', path: [field] }] });
  });
  test('refuses a NUL character', async () => {
    const answer = await club.run(CREATE, { input: { name: 'Owls\0', sport: 'Football' } }, owner);
    expect(refusals(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('the roster', () => {
  test('takes a person once', async () => {
    const teamId = await newTeam();
    expect(codes(await add(teamId, player))).toEqual([]);
    expect(codes(await add(teamId, player))).toEqual(['ALREADY_MEMBER']);
  });
  test('takes nobody who does not exist', async () => {
    const { data } = await club.run(ADD, { input: { teamId: await newTeam(), userId: 'usr_nobody' } }, owner);
    expect(data.addTeamMember.userErrors).toEqual([{ code: 'USER_NOT_ACTIVE', path: ['userId'] }]);
  });
  test('gives the last place to one of two who want it at once', async () => {
    const teamId = await newTeam({ capacity: 2 });
    const both = await Promise.all([add(teamId, player), add(teamId, stranger)]);
    expect(both.flatMap(codes)).toEqual(['TEAM_FULL']);
  });
  test('gives a number to one of two who want it at once', async () => {
    const teamId = await newTeam();
    const both = await Promise.all([
      add(teamId, player, { jerseyNumber: 7 }),
      add(teamId, stranger, { jerseyNumber: 7 }),
    ]);
    expect(both.flatMap(codes)).toEqual(['JERSEY_TAKEN']);
  });
  test('keeps its last owner', async () => {
    const teamId = await newTeam();
    const { data } = await club.run(LEAVE, { input: { teamId } }, owner);
    expect(codes(data.leaveTeam)).toEqual(['LAST_OWNER']);
  });
  test('changes hands', async () => {
    const teamId = await newTeam();
    await add(teamId, player);
    const { data } = await club.run(TRANSFER, { input: { teamId, toUserId: player.id } }, owner);
    expect(data.transferTeamOwnership.team.members.nodes).toEqual([
      { role: 'COACH', user: { id: owner.id } },
      { role: 'OWNER', user: { id: player.id } },
    ]);
  });
  test('does not fall to somebody who may not take part', async () => {
    const teamId = await newTeam();
    const banned = await club.person({ displayName: 'Bea Banned' });
    const { member } = await add(teamId, banned, { role: 'COACH' });
    const ban = 'mutation ($id: ID!) { banUser(input: { userId: $id, reason: "a test" }) { userErrors { code } } }';
    await club.run(ban, { id: banned.id }, await club.admin());
    const refusal = { code: 'USER_NOT_ACTIVE', path: ['toUserId'] };
    await eventually(async () => {
      const { data } = await club.run(TRANSFER, { input: { teamId, toUserId: banned.id } }, owner);
      expect(data.transferTeamOwnership).toEqual({ team: null, userErrors: [refusal] });
    });
    const change = await club.run(CHANGE, { input: { memberId: member.id, role: 'OWNER' } }, owner);
    expect(codes(change.data.updateTeamMember)).toEqual(['USER_NOT_ACTIVE']);
  });
  test('changes hands within its capacity', async () => {
    const teamId = await newTeam({ capacity: 2 });
    await add(teamId, player);
    await add(teamId, stranger, { role: 'SUPPORTER' });
    const { data } = await club.run(TRANSFER, { input: { teamId, toUserId: stranger.id } }, owner);
    expect(codes(data.transferTeamOwnership)).toEqual(['TEAM_FULL']);
  });
  test('changes and loses members', async () => {
    const { member } = await add(await newTeam(), player, { jerseyNumber: 9 });
    const changed = await club.run(
      CHANGE,
      { input: { memberId: member.id, role: 'CAPTAIN', jerseyNumber: null } },
      owner,
    );
    expect(changed.data.updateTeamMember.member).toEqual({ role: 'CAPTAIN', jerseyNumber: null });
    const removed = await club.run(REMOVE, { input: { memberId: member.id } }, owner);
    expect(removed.data.removeTeamMember).toEqual({ memberId: member.id, userErrors: [] });
    expect(refusals(await club.run(REMOVE, { input: { memberId: member.id } }, owner))).toEqual(['FORBIDDEN']);
  });
});

describe('who may', () => {
  test('manage: a coach yes, a player no', async () => {
    const teamId = await newTeam();
    await add(teamId, player);
    const input = { teamId, name: 'Day Owls' };
    expect(refusals(await club.run(UPDATE, { input }, player))).toEqual(['FORBIDDEN']);
    await add(teamId, stranger, { role: 'COACH' });
    expect((await club.run(UPDATE, { input }, stranger)).data.updateTeam.team.name).toBe('Day Owls');
  });
  test('own: the owner yes, a coach no', async () => {
    const teamId = await newTeam();
    await add(teamId, stranger, { role: 'COACH' });
    expect(refusals(await club.run(ARCHIVE, { input: { teamId } }, stranger))).toEqual(['FORBIDDEN']);
    expect(codes((await club.run(ARCHIVE, { input: { teamId } }, owner)).data.archiveTeam)).toEqual([]);
  });
  test('grant ownership: an owner yes, a coach no', async () => {
    const teamId = await newTeam();
    await add(teamId, stranger, { role: 'COACH' });
    const input = { teamId, userId: player.id, role: 'OWNER' };
    expect(refusals(await club.run(ADD, { input }, stranger))).toEqual(['FORBIDDEN']);
    expect((await club.run(ADD, { input }, owner)).data.addTeamMember.member.role).toBe('OWNER');
  });
  test('administer: an administrator is no member and may', async () => {
    const input = { teamId: await newTeam(), name: 'Renamed' };
    expect((await club.run(UPDATE, { input }, await club.admin())).data.updateTeam.team.name).toBe('Renamed');
  });
  test('leave: a member yes, a stranger no', async () => {
    const teamId = await newTeam();
    await add(teamId, player);
    expect(refusals(await club.run(LEAVE, { input: { teamId } }, stranger))).toEqual(['FORBIDDEN']);
    expect(codes((await club.run(LEAVE, { input: { teamId } }, player)).data.leaveTeam)).toEqual([]);
  });
  test('add people: not who only this team made a manager, as staff see how people are reached', async () => {
    const teamId = await newTeam();
    await add(teamId, player, { role: 'MANAGER' });
    const { data, errors } = await club.run(ADD, { input: { teamId, userId: stranger.id } }, player);
    expect([data.addTeamMember, refusals({ errors })]).toEqual([null, ['FORBIDDEN']]);
  });
  test('see whose teams: teammates and oneself yes, strangers no', async () => {
    await add(await newTeam(), player);
    const loner = await club.person({ displayName: 'Lou Loner' });
    const ask = (as: Person) =>
      club.run('query ($id: ID!) { user(id: $id) { memberships { role } } }', { id: player.id }, as);
    expect((await ask(owner)).data.user.memberships).not.toBeNull();
    expect((await ask(player)).data.user.memberships).not.toBeNull();
    expect(refusals(await ask(loner))).toEqual(['FORBIDDEN']);
  });
});

describe('a payload', () => {
  test('shows what the mutation left, not what its rules had read', async () => {
    const teamId = await newTeam();
    await add(teamId, player);
    const leave =
      'mutation ($input: LeaveTeamInput!) { leaveTeam(input: $input) { team { viewerMembership { role } } } }';
    const { data } = await club.run(leave, { input: { teamId } }, player);
    expect(data.leaveTeam.team.viewerMembership).toBeNull();
  });
});

describe('a team', () => {
  test('refuses a change on the basis of an older version', async () => {
    const teamId = await newTeam();
    const rename = (name: string) => club.run(UPDATE, { input: { teamId, name, expectedVersion: 1 } }, owner);
    const both = await Promise.all([rename('One two'), rename('Three four')]);
    expect(both.flatMap(({ data }) => codes(data.updateTeam))).toEqual(['STALE_VERSION']);
  });
  test('that is archived is not changed until it is restored', async () => {
    const teamId = await newTeam();
    await club.run(ARCHIVE, { input: { teamId } }, owner);
    expect(codes((await club.run(ARCHIVE, { input: { teamId } }, owner)).data.archiveTeam)).toEqual(['ALREADY_DONE']);
    expect(codes(await add(teamId, player))).toEqual(['TEAM_ARCHIVED']);
    expect((await club.run(RESTORE, { input: { teamId } }, owner)).data.restoreTeam).toEqual({
      team: { archivedAt: null },
      userErrors: [],
    });
    expect(codes(await add(teamId, player))).toEqual([]);
  });
  test('that nobody founded is null, and not to be changed', async () => {
    const { data } = await club.run('{ team(id: "tem_none") { name } }', {}, owner);
    expect(data.team).toBeNull();
    const input = { teamId: 'tem_none', name: 'Anything' };
    expect(refusals(await club.run(UPDATE, { input }, owner))).toEqual(['FORBIDDEN']);
    expect(refusals(await club.run(UPDATE, { input }, await club.admin()))).toEqual(['NOT_FOUND']);
  });
});

describe('the list of teams', () => {
  test('pages through every team once, forwards and backwards', async () => {
    const names = ['Aaa one', 'Aaa two', 'Aaa three', 'Aaa four', 'Aaa five'];
    for (const name of names) await newTeam({ name });
    const page = (args: string) =>
      club.run(
        `{ teams(filter: { search: "aaa" }, ${args}) { totalCount nodes { name } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }`,
        {},
        owner,
      );
    const first = (await page('first: 2')).data.teams;
    const second = (await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).data.teams;
    const third = (await page(`first: 2, after: "${second.pageInfo.endCursor}"`)).data.teams;
    const seen = [first, second, third].flatMap(({ nodes }) => nodes.map(({ name }: { name: string }) => name));
    expect(seen).toEqual([...names].sort());
    expect([first.totalCount, first.pageInfo.hasNextPage, third.pageInfo.hasNextPage]).toEqual([5, true, false]);
    const last = (await page(`last: 2, before: "${third.pageInfo.startCursor}"`)).data.teams;
    expect(last.nodes).toEqual(second.nodes);
    const start = (await page(`first: 2, before: "${second.pageInfo.startCursor}"`)).data.teams;
    expect(start.nodes).toEqual(first.nodes);
    expect(start.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: false }); // nothing more before `before`
  });
  const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(['name,id', ...values])).toString('base64url');
  test.each([
    'first: -1',
    'first: 101',
    'first: 1, last: 1',
    'after: "nonsense"',
    `after: "${cursor('Owls')}"`,
    `after: "${cursor(5, 'tem_1')}"`,
    `after: "${cursor('Owls\0', 'tem_1')}"`,
  ])('refuses %s', async (args) => {
    expect(refusals(await club.run(`{ teams(${args}) { totalCount } }`, {}, owner))).toEqual(['BAD_USER_INPUT']);
  });
  test('a wrong page of one roster leaves the others alone', async () => {
    const teamId = await newTeam();
    const rosters = `{ wrong: team(id: "${teamId}") { members(after: "nonsense") { totalCount } }
      right: team(id: "${teamId}") { members { totalCount } } }`;
    const answer = await club.run(rosters, {}, owner);
    expect(refusals(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.data).toEqual({ wrong: null, right: { members: { totalCount: 1 } } });
  });
  test('refuses a NUL character in the filter of a club’s teams', async () => {
    const search = 'query ($search: String) { club { teams(filter: { search: $search }) { totalCount } } }';
    expect(refusals(await club.run(search, { search: 'Owls\0' }, owner))).toEqual(['BAD_USER_INPUT']);
  });
  test('takes wildcards of a search as plain text', async () => {
    const { data } = await club.run('{ teams(filter: { search: "%" }) { totalCount } }', {}, owner);
    expect(data.teams.totalCount).toBe(0);
  });
});

test('rosters of many teams cost as many statements as the roster of one', async () => {
  for (let i = 0; i < 4; i++) await add(await newTeam({ name: `Bbb ${i}` }), player);
  const rosters = (first: number) =>
    club.statements('teams', () =>
      club.run(
        `{ teams(filter: { search: "bbb" }, first: ${first}) { nodes { members { totalCount nodes { user { displayName } } } } } }`,
        {},
        owner,
      ),
    );
  const [one, four] = [await rosters(1), await rosters(4)];
  expect(one).toHaveLength(4); // page of teams, page of rosters, counts, people
  expect(four).toHaveLength(one.length);
});

test('a new name reaches the roster, an older announcement never replaces it', async () => {
  const person = await club.person({ displayName: 'Before' });
  const teamId = await newTeam();
  await add(teamId, person);
  const rename = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { version } } }';
  await Promise.all(
    ['One', 'Two', 'Three', 'After'].map((displayName) => club.run(rename, { input: { displayName } }, person)),
  );
  const [truth] = await club.sql('users', 'SELECT "displayName", version FROM "User" WHERE id = $1', [person.id]);
  await eventually(async () => {
    expect(await club.sql('teams', 'SELECT "displayName", version FROM "Person" WHERE id = $1', [person.id])).toEqual([
      truth,
    ]);
  });
});

test('a person who is deleted leaves every roster', async () => {
  const person = await club.person();
  const teamId = await newTeam();
  await add(teamId, person);
  await club.run(
    'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userId } }',
    { input: { userId: person.id } },
    person,
  );
  await eventually(async () => {
    const { data } = await club.run(
      'query ($id: ID!) { team(id: $id) { members { nodes { user { id } } } } }',
      { id: teamId },
      owner,
    );
    expect(data.team.members.nodes).toEqual([{ user: { id: owner.id } }]);
  });
});

test('isUserOnTeam tells other domains who is on a living team, and as what', async () => {
  const teamId = await newTeam();
  await add(teamId, player);
  const place = async (userId: string, roles?: string[]) =>
    (
      await club.ask(
        'teams',
        'query ($userId: ID!, $teamId: ID!, $roles: [TeamRole!]) { isUserOnTeam(userId: $userId, teamId: $teamId, roles: $roles) { member role } }',
        { userId, teamId, roles },
      )
    ).isUserOnTeam;
  expect(await place(player.id)).toEqual({ member: true, role: 'PLAYER' });
  expect(await place(player.id, ['OWNER', 'COACH'])).toEqual({ member: false, role: 'PLAYER' });
  expect(await place(stranger.id)).toEqual({ member: false, role: null });
  await club.run('mutation ($id: ID!) { archiveTeam(input: { teamId: $id }) { team { id } } }', { id: teamId }, owner);
  expect(await place(player.id)).toEqual({ member: false, role: null });
  const asked = `{ isUserOnTeam(userId: "${player.id}", teamId: "${teamId}", orArchived: true) { member } }`;
  expect((await club.ask('teams', asked)).isUserOnTeam).toEqual({ member: true });
});

test('the circles of many people cost the statements of one', async () => {
  const teamId = await newTeam();
  const fan = await club.person({ displayName: 'Fay Fan' });
  await add(teamId, fan);
  const ask = (...people: Person[]) =>
    club.ask('teams', `{ ${people.map(({ id }, i) => `p${i}: circleOf(userId: "${id}") { teammates staffOf }`)} }`);
  const one = await club.statements('teams', () => ask(owner));
  const many = await club.statements('teams', () => ask(owner, fan, stranger));
  expect(many).toHaveLength(one.length);
  const { p0, p1 } = await ask(owner, fan);
  expect(p0.staffOf).toEqual(expect.arrayContaining([owner.id, fan.id]));
  expect(p1.teammates).toEqual(expect.arrayContaining([owner.id, fan.id]));
  expect(p1.staffOf).not.toContain(owner.id);
});

test('a team whose owners are deleted at once goes to its coach', async () => {
  const [one, other] = await Promise.all([
    club.person({ roles: ['TRAINER'] }),
    club.person({ roles: ['TRAINER'], displayName: 'Olive Other' }),
  ]);
  const { data } = await club.run(CREATE, { input: { name: 'Orphans', sport: 'Football' } }, one);
  const teamId = data.createTeam.team.id;
  await add(teamId, other, { role: 'OWNER' }, one);
  await add(teamId, player, { role: 'COACH' }, one);
  // As if neither deletion had been heard of when the other was asked for.
  await club.settled();
  for (const { id } of [one, other]) await announceDeletion(id);
  await eventually(async () => {
    const roster = await club.run(
      'query ($id: ID!) { team(id: $id) { members { nodes { role user { id } } } } }',
      { id: teamId },
      player,
    );
    expect(roster.data.team.members.nodes).toEqual([{ role: 'OWNER', user: { id: player.id } }]);
  });
});

/** Puts the announcement into the outbox of users, as a deletion does. */
const announceDeletion = (userId: string) =>
  club.sql(
    'users',
    `INSERT INTO messaging.outbox (lane, id, topic, key, type, sequence, source, occurred_at, payload, headers)
     VALUES (0, gen_random_uuid(), 'fieldhouse.users.user.v1', $1, 'UserDeleted', 99, 'users', now(), $2, '{}')`,
    [userId, JSON.stringify({ userId, version: 99 })],
  );

test('what others copy of a team is read in one statement: version and roster belong together', async () => {
  const teamId = await newTeam();
  await add(teamId, player);
  const ask = `{ teamSnapshot(teamId: "${teamId}") { version members { userId displayName profileVersion } } }`;
  expect(await club.statements('teams', () => club.ask('teams', ask))).toHaveLength(1);
});
