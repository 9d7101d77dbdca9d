import { eventually, type Person, type Visit, visitClub } from '@fieldhouse/testing';

const CREATE_CLUB =
  'mutation ($input: CreateClubInput!) { createClub(input: $input) { club { id } userErrors { code } } }';
const CREATE_TEAM =
  'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id name } userErrors { code message } } }';
const ADD_MEMBER = `mutation ($input: AddTeamMemberInput!) {
  addTeamMember(input: $input) { member { id role user { displayName } } userErrors { code message } }
}`;
const CREATE_EVENT =
  'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code message } } }';
const RESPOND = `mutation ($input: RespondToEventInput!) {
  respondToEvent(input: $input) { attendance { response } userErrors { code message } }
}`;
const RENAME = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { user { displayName version } userErrors { code message } }
}`;
const ROSTER = `query ($id: ID!) {
  team(id: $id) {
    name
    members { nodes { role user { id displayName avatar { initials } } } }
    upcomingEvents { nodes { id title summary { going noReply } attendees { nodes { response user { displayName } } } } }
  }
}`;

const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('a season', () => {
  let club: Visit;
  let coach: Person;
  let player: Person;
  let teamId: string;
  let eventId: string;

  beforeAll(async () => {
    club = await visitClub();
    const slug = `journey-${Date.now().toString(36)}`;
    const founded = await club.run(
      CREATE_CLUB,
      { input: { name: 'Journey Club', slug, timeZone: 'Europe/Berlin' } },
      await club.admin(),
    );
    [coach, player] = await Promise.all([
      club.person({ displayName: 'Casey Coach', roles: ['TRAINER'] }),
      club.person({ displayName: 'Pat Player' }),
    ]);
    const clubId = founded.data.createClub.club.id;
    const { data } = await club.run(CREATE_TEAM, { input: { clubId, name: 'Owls', sport: 'Football' } }, coach);
    teamId = data.createTeam.team.id;
  });
  afterAll(() => club.stop());

  test('a registered person has a profile at once', async () => {
    const { data, errors } = await club.run('{ me { id displayName status memberships { id } } }', {}, player);
    expect(errors).toBeUndefined();
    expect(data.me).toEqual({ id: player.id, displayName: 'Pat Player', status: 'ACTIVE', memberships: [] });
  });

  test('the coach puts the player on the roster', async () => {
    const { data, errors } = await club.run(
      ADD_MEMBER,
      { input: { teamId, userId: player.id, jerseyNumber: 7 } },
      coach,
    );
    expect(errors).toBeUndefined();
    expect(data.addTeamMember).toMatchObject({
      member: { role: 'PLAYER', user: { displayName: 'Pat Player' } },
      userErrors: [],
    });
  });

  test('the coach schedules a practice, and the roster is invited', async () => {
    const input = { teamId, title: 'First practice', kind: 'PRACTICE', startsAt: soon(24), endsAt: soon(26) };
    const { data, errors } = await club.run(CREATE_EVENT, { input }, coach);
    expect(errors).toBeUndefined();
    expect(data.createEvent.userErrors).toEqual([]);
    eventId = data.createEvent.event.id;
    await eventually(async () => {
      const roster = await club.run(ROSTER, { id: teamId }, player);
      expect(roster.data.team.upcomingEvents.nodes[0].attendees.nodes).toHaveLength(2);
    });
  });

  test('the player answers', async () => {
    const { data } = await club.run(
      RESPOND,
      { input: { eventId, response: 'GOING', note: 'I bring the balls' } },
      player,
    );
    expect(data.respondToEvent).toEqual({ attendance: { response: 'GOING' }, userErrors: [] });
  });

  test('a new name reaches roster and attendance list', async () => {
    const { data } = await club.run(RENAME, { input: { displayName: 'Patricia Player' } }, player);
    expect(data.updateProfile.user.displayName).toBe('Patricia Player');
    await eventually(async () => {
      const { team } = (await club.run(ROSTER, { id: teamId }, coach)).data;
      const shown = [...team.members.nodes, ...team.upcomingEvents.nodes[0].attendees.nodes].map(
        ({ user }) => user.displayName,
      );
      expect(shown.filter((name) => name === 'Patricia Player')).toHaveLength(2);
    });
  });
});
