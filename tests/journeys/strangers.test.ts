import {
  type Answer,
  codes,
  crawl,
  type Person,
  refusals,
  signIn,
  startClub,
  type TestClub,
  type Things,
} from '@fieldhouse/testing';

const MARK = 'Quokka';
const CLUB = 'mutation ($input: CreateClubInput!) { createClub(input: $input) { club { id slug } } }';
const TEAM = 'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } } }';
const ADD =
  'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { member { id } userErrors { code } } }';
const EVENT =
  'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }';
const REVOKE = 'mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
const CUP = `mutation ($input: CreateTournamentInput!) {
  createTournament(input: $input) { tournament { id slug stages { id } } userErrors { code } }
}`;
const ENTER = `mutation ($input: AddParticipantsInput!) {
  addParticipants(input: $input) { participants { id } userErrors { code } }
}`;
const TAKE_ON = `mutation ($input: SetTournamentStatusInput!) {
  setTournamentStatus(input: $input) { tournament { id } userErrors { code } }
}`;
const START = `mutation ($input: StartStageInput!) {
  startStage(input: $input) { stage { rounds { matches { id } } } userErrors { code } }
}`;
const INVITATIONS = 'query ($id: ID!) { event(id: $id) { attendees { nodes { id user { id } } } } }';
const HANDLE = '{ me { handle } }';

let club: TestClub;
let admin: Person;
/** On a team together; the coach loses the role MEMBER. */
let player: Person;
let coach: Person;
/** Registered and never let in. */
let waiting: Person;
let teamId: string;
let eventId: string;
let coachId: string;
/** What crawls ask with, all of it real, and what must not come out: ids, handles, addresses, and the mark in every name. */
let things: Things;
let secrets: string[];

const run = async (document: string, input: object, as: Person = admin) => {
  const { data, errors } = await club.run(document, { input }, as);
  expect(errors).toBeUndefined();
  return Object.values<Answer['data']>(data)[0];
};
const seenBy = async (as?: { token: string }) => JSON.stringify(await crawl(club.run, things, as));
const found = (answers: string, words: readonly string[]) => words.filter((word) => answers.includes(word));

beforeAll(async () => {
  club = await startClub({
    MAX_COST: 'anonymous=off,user=off,member=off,trainer=off,staff=off,admin=off',
    REGISTRATION: 'approval',
  });
  admin = await club.admin();
  const founded = await run(CLUB, { name: `${MARK} Club`, timeZone: 'UTC' });
  teamId = (await run(TEAM, { name: `${MARK} Team`, sport: 'Chess', description: `${MARK} words` })).team.id;
  const joining = async (name: string, role: string) => {
    const person = await club.person({ displayName: `${MARK} ${name}`, roles: ['MEMBER'] });
    return { person, id: (await run(ADD, { teamId, userId: person.id, role })).member.id };
  };
  const [first, second] = await Promise.all([joining('Player', 'PLAYER'), joining('Coach', 'COACH')]);
  [player, coach, coachId] = [first.person, second.person, second.id];
  waiting = await club.person({ displayName: 'Waits' });
  await club.settled();

  const startsAt = new Date(Date.now() + 86_400_000);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const made = await run(
    EVENT,
    { teamId, kind: 'GAME', title: `${MARK} Game`, place: `${MARK} Hall`, startsAt, endsAt },
    coach,
  );
  eventId = made.event.id;
  const { tournament } = await run(CUP, { name: `${MARK} Cup`, rules: `${MARK} rules` });
  const { id: tournamentId } = tournament;
  const entered = await run(ENTER, { tournamentId, userIds: [player.id], guestNames: [`${MARK} Guest`] });
  await run(TAKE_ON, { tournamentId, status: 'READY' });
  const [{ id: stageId }] = tournament.stages;
  const [{ id: matchId }] = (await run(START, { stageId })).stage.rounds[0].matches;
  const cup = [tournamentId, stageId, matchId, entered.participants[0].id];
  const invited = (await club.run(INVITATIONS, { id: eventId }, player)).data.event.attendees.nodes;
  const handles = await Promise.all([player, admin].map(async (it) => (await club.run(HANDLE, {}, it)).data.me.handle));
  const ids = [
    ...cup,
    founded.club.id,
    teamId,
    first.id,
    second.id,
    eventId,
    ...invited.map(({ id }: { id: string }) => id),
  ];
  const people = [player, admin];
  things = {
    ID: [...ids, ...people.map(({ id }) => id)],
    String: [founded.club.slug, tournament.slug, ...handles],
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date(Date.now() + 86_400_000 * 30).toISOString(),
  };
  expect(things.ID).toHaveLength(14);
  secrets = [MARK, ...things.ID, ...things.String, ...people.map(({ email }) => email)];
  expect(codes(await run(REVOKE, { userId: coach.id, role: 'MEMBER' }))).toEqual([]);
  coach = await signIn(club.run, coach.email, coach.password);
});
afterAll(() => club.stop());

describe('all that can be asked', () => {
  test('shows a member the club, and the person they are', async () => {
    const seen = await seenBy(player);
    const addresses = [admin.email];
    expect(found(seen, secrets)).toEqual(secrets.filter((it) => !addresses.includes(it)));
    expect(
      found(
        seen,
        ['Club', 'Team', 'words', 'Player', 'Coach', 'Game', 'Hall', 'Cup', 'rules', 'Guest'].map(
          (it) => `${MARK} ${it}`,
        ),
      ),
    ).toHaveLength(10);
    expect(seen).not.toContain('INTERNAL_SERVER_ERROR');
  });

  test('shows nothing to nobody', async () => {
    const seen = await seenBy();
    expect(found(seen, [...secrets, coach.id, waiting.id])).toEqual([]);
    expect(seen).not.toContain('INTERNAL_SERVER_ERROR');
  });

  test('shows whoever was never let in themselves alone', async () => {
    const seen = await seenBy(waiting);
    expect(found(seen, [waiting.id, waiting.email, 'Waits'])).toHaveLength(3);
    expect(found(seen, [...secrets, coach.id])).toEqual([]);
    expect(seen).not.toContain('INTERNAL_SERVER_ERROR');
  });

  test('shows whoever is on a team, and a member no longer, themselves alone', async () => {
    const seen = await seenBy(coach);
    expect(found(seen, [coach.id, coach.email, `${MARK} Coach`])).toHaveLength(3);
    expect(found(seen.replaceAll(`${MARK} Coach`, ''), secrets)).toEqual([]);
    expect(seen).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

describe('whoever is on a team, and a member no longer', () => {
  const refused = async (field: string, input: string) => {
    const fetched = await club.fetches(async () => {
      const answer = await club.run(`mutation { ${field}(input: { ${input} }) { userErrors { code } } }`, {}, coach);
      expect(answer.data).toEqual({ [field]: null });
      expect(refusals(answer)).toEqual(['FORBIDDEN']);
      expect(answer.errors?.[0]?.message).toMatch(/^Needs scope /);
    });
    expect(fetched).toEqual([]);
  };
  test('changes nothing of the team', async () => {
    await refused('updateTeam', `teamId: "${teamId}", name: "Mine"`);
    await refused('archiveTeam', `teamId: "${teamId}"`);
    await refused('restoreTeam', `teamId: "${teamId}"`);
    await refused('addTeamMember', `teamId: "${teamId}", userId: "${waiting.id}"`);
    await refused('updateTeamMember', `memberId: "${coachId}", role: CAPTAIN`);
    await refused('removeTeamMember', `memberId: "${coachId}"`);
    await refused('transferTeamOwnership', `teamId: "${teamId}", toUserId: "${coach.id}"`);
    await refused('leaveTeam', `teamId: "${teamId}"`);
    await refused('createTeam', 'name: "Mine", sport: "Chess"');
  });
  test('changes nothing of its events', async () => {
    const times = 'startsAt: "2030-01-01T10:00:00Z", endsAt: "2030-01-01T11:00:00Z"';
    await refused('createEvent', `teamId: "${teamId}", kind: GAME, title: "Mine", ${times}`);
    await refused('updateEvent', `eventId: "${eventId}", title: "Mine"`);
    await refused('cancelEvent', `eventId: "${eventId}", reason: "mine"`);
    await refused('respondToEvent', `eventId: "${eventId}", response: GOING`);
    await refused('markAttendance', `eventId: "${eventId}", marks: [{ userId: "${player.id}", presence: PRESENT }]`);
  });
  test('keeps their own profile', async () => {
    const UPDATE = 'mutation { updateProfile(input: { bio: "Elsewhere now" }) { user { bio } userErrors { code } } }';
    const { data, errors } = await club.run(UPDATE, {}, coach);
    expect(errors).toBeUndefined();
    expect(data.updateProfile).toEqual({ user: { bio: 'Elsewhere now' }, userErrors: [] });
  });
});
