import { type Person, startClub, type TestClub } from '@fieldhouse/testing';

let club: TestClub;
let admin: Person;
let teamId: string;
let eventId: string;

const run = async (document: string, variables = {}, as: Person = admin) => {
  const { data, errors } = await club.run(document, variables, as);
  expect(errors).toBeUndefined();
  return data;
};

beforeAll(async () => {
  club = await startClub();
  admin = await club.admin();
  await run('mutation { createClub(input: { name: "Riverside", timeZone: "UTC" }) { club { id } } }');
  const team = 'mutation { createTeam(input: { name: "Night Owls", sport: "Chess" }) { team { id } } }';
  teamId = (await run(team)).createTeam.team.id;
  const [startsAt, endsAt] = [24, 26].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  const event = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }`;
  eventId = (await run(event, { input: { teamId, title: 'Practice', kind: 'PRACTICE', startsAt, endsAt } })).createEvent
    .event.id;
  await club.settled();
});
afterAll(() => club.stop());

describe('what was stored under older rules', () => {
  test.each([
    ['10000-01-01T04:59:59Z', '9999-12-31T23:59:59.999Z'],
    ['infinity', '9999-12-31T23:59:59.999Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0099-12-31T00:00:00Z', '0099-12-31T00:00:00.000Z'],
  ])('an instant of %s is read as %s', async (stored, told) => {
    await club.sql('events', 'UPDATE "Event" SET "rsvpDeadline" = $1, "startsAt" = $1 WHERE id = $2', [
      stored,
      eventId,
    ]);
    await club.sql('teams', 'UPDATE "Team" SET "archivedAt" = $1 WHERE id = $2', [stored, teamId]);
    const data = await run(
      'query ($teamId: ID!, $eventId: ID!) { team(id: $teamId) { archivedAt } event(id: $eventId) { rsvpDeadline startsAt } }',
      { teamId, eventId },
    );
    expect(data).toEqual({ team: { archivedAt: told }, event: { rsvpDeadline: told, startsAt: told } });
    await club.sql('teams', 'UPDATE "Team" SET "archivedAt" = NULL');
  });

  test.each(['\u200B\u200B', '\u3164', 'Ada\u2028Lovelace', `Z${'\u0301'.repeat(300)}`, '\uE000'])(
    'a name of %j is shown, found in lists and changed to a better one',
    async (name) => {
      const person = await club.person();
      await club.settled();
      await club.sql('users', 'UPDATE "User" SET "displayName" = $1, "givenName" = $1 WHERE id = $2', [
        name,
        person.id,
      ]);
      await club.sql('teams', 'UPDATE "Team" SET "name" = $1 WHERE id = $2', [name, teamId]);
      await club.sql('events', 'UPDATE "Event" SET "title" = $1, "place" = $1 WHERE id = $2', [name, eventId]);
      const list =
        '{ users(first: 100) { nodes { displayName avatar { initials } } } teams { nodes { name } } events { nodes { title place } } }';
      const { users, teams, events } = await run(list);
      expect(users.nodes).toContainEqual({ displayName: name, avatar: { initials: expect.any(String) } });
      expect([teams.nodes, events.nodes]).toEqual([[{ name }], [{ title: name, place: name }]]);
      expect((await run('{ me { givenName } }', {}, person)).me).toEqual({ givenName: name });
      const mend = 'mutation { updateProfile(input: { displayName: "Ada" }) { user { displayName } } }';
      expect((await run(mend, {}, person)).updateProfile.user).toEqual({ displayName: 'Ada' });
    },
  );

  test('a name that registered before the rule gets its profile', async () => {
    const person = await club.person();
    await club.settled();
    await club.sql('auth', 'UPDATE "Account" SET "displayName" = $1 WHERE id = $2', ['\u200B', person.id]);
    await club.sql('users', 'DELETE FROM "User" WHERE id = $1', [person.id]);
    const { me } = await run('{ me { displayName avatar { initials } } }', {}, person);
    expect(me).toEqual({ displayName: '\u200B', avatar: { initials: '?' } });
  });

  test('a zone is told under its present name', async () => {
    await club.sql('teams', `UPDATE "Team" SET "timeZone" = 'europe/BERLIN' WHERE id = $1`, [teamId]);
    await club.sql('teams', `UPDATE "Club" SET "timeZone" = 'asia/calcutta'`);
    await club.sql('events', `UPDATE "Event" SET "timeZone" = 'EUROPE/kiev' WHERE id = $1`, [eventId]);
    await club.sql('users', `UPDATE "User" SET "timeZone" = 'utc', locale = 'EN-gb' WHERE id = $1`, [admin.id]);
    const query = `query ($teamId: ID!, $eventId: ID!) {
      me { timeZone locale } team(id: $teamId) { timeZone club { timeZone } } event(id: $eventId) { timeZone }
    }`;
    expect(await run(query, { teamId, eventId })).toEqual({
      me: { timeZone: 'UTC', locale: 'en-GB' },
      team: { timeZone: 'Europe/Berlin', club: { timeZone: 'Asia/Kolkata' } },
      event: { timeZone: 'Europe/Kyiv' },
    });
  });
});

test('the largest batch of references is answered, whatever a statement binds', async () => {
  const ids = [...Array.from({ length: 19_999 }, (_, i) => `tem_${i}`), teamId];
  const data = await club.ask(
    'teams',
    'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Team { id memberCount: members(first: 1) { totalCount } } } }',
    { all: ids.map((id) => ({ __typename: 'Team', id })) },
  );
  expect(data._entities).toHaveLength(ids.length);
  expect(data._entities.filter(Boolean)).toEqual([{ id: teamId, memberCount: { totalCount: 1 } }]);
});
