import { codes, eventually, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const FOUND = 'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { club { id } } }';
const TEAM = 'mutation ($input: CreateTeamInput!) { createTeam(input: $input) { team { id } } }';
const ADD =
  'mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { member { id } userErrors { code } } }';
const REMOVE = 'mutation ($input: RemoveTeamMemberInput!) { removeTeamMember(input: $input) { userErrors { code } } }';
const CREATE = `mutation ($input: CreateEventInput!) {
  createEvent(input: $input) { event { id timeZone version summary { invited } } userErrors { code path } }
}`;
const UPDATE =
  'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { event { title version } userErrors { code path } } }';
const CANCEL =
  'mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { event { status statusReason } userErrors { code } } }';
const RESPOND = `mutation ($input: RespondToEventInput!) {
  respondToEvent(input: $input) { attendance { response note } event { summary { going spotsLeft } } userErrors { code } }
}`;
const MARK = `mutation ($input: MarkAttendanceInput!) {
  markAttendance(input: $input) { event { summary { present late absent } } userErrors { code path } }
}`;
const SEE = `query ($id: ID!) {
  event(id: $id) { title team { id name } viewerAttendance { response } attendees { totalCount nodes { user { id displayName } response } } }
}`;

const ARCHIVE = 'mutation ($input: ArchiveTeamInput!) { archiveTeam(input: $input) { team { id } } }';
const STATUSES =
  'query ($past: ID!, $coming: ID!) { past: event(id: $past) { status } coming: event(id: $coming) { status } }';
const RENAME = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { id } } }';

let club: TestClub;
let coach: Person;
let players: readonly Person[];
let stranger: Person;
let teamId: string;

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

async function newTeam(name: string, members: readonly Person[]): Promise<string> {
  const { data } = await club.run(TEAM, { input: { name, sport: 'Football' } }, coach);
  for (const { id } of members) await club.run(ADD, { input: { teamId: data.createTeam.team.id, userId: id } }, coach);
  return data.createTeam.team.id;
}

const create = async (input: Record<string, unknown> = {}, as: Person = coach) => {
  const practice = { teamId, title: 'Practice', kind: 'PRACTICE', startsAt: hours(24), endsAt: hours(26) };
  const { data, errors } = await club.run(CREATE, { input: { ...practice, ...input } }, as);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.createEvent;
};
const newEvent = async (input: Record<string, unknown> = {}): Promise<string> => (await create(input)).event.id;
const respond = async (eventId: string, as: Person, input: Record<string, unknown> = {}) =>
  (await club.run(RESPOND, { input: { eventId, response: 'GOING', ...input } }, as)).data.respondToEvent;

beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events'] });
  await club.run(FOUND, {}, await club.admin());
  coach = await club.person({ displayName: 'Casey Coach', roles: ['TRAINER'] });
  [stranger, ...players] = (await Promise.all(
    ['Sam Stranger', 'Pat One', 'Pim Two', 'Pia Three'].map((displayName) => club.person({ displayName })),
  )) as [Person, ...Person[]];
  teamId = await newTeam('Night Owls', players);
});
afterAll(() => club.stop());

const player = (index: number) => players[index] as Person;

describe('createEvent', () => {
  test('invites the roster at once, in the team’s time zone', async () => {
    const { event } = await create();
    expect(event).toMatchObject({ timeZone: 'Europe/Berlin', version: 1, summary: { invited: 4 } });
    const { data } = await club.run(SEE, { id: event.id }, player(0));
    expect(data.event.team).toEqual({ id: teamId, name: 'Night Owls' });
    expect(data.event.attendees.nodes.map(({ user }: { user: { displayName: string } }) => user.displayName)).toContain(
      'Pia Three',
    );
  });
  test('with an idempotency key has one effect, for whoever still runs the team', async () => {
    const assistant = await club.person();
    const id = await newTeam('Early Birds', []);
    const add = { input: { teamId: id, userId: assistant.id, role: 'ASSISTANT' } };
    const memberId = (await club.run(ADD, add, coach)).data.addTeamMember.member.id;
    const dates = { startsAt: hours(24), endsAt: hours(26) };
    const input = { teamId: id, title: 'Practice', kind: 'PRACTICE', ...dates, idempotencyKey: 'first practice' };
    const tries = await Promise.all([1, 2, 3].map(() => create(input, assistant)));
    expect(new Set(tries.map(({ event }) => event.id)).size).toBe(1);
    expect(codes(await create({ ...input, title: 'Game' }, assistant))).toEqual(['IDEMPOTENCY_MISMATCH']);
    await club.run(REMOVE, { input: { memberId } }, coach);
    expect(refusals(await club.run(CREATE, { input }, assistant))).toEqual(['FORBIDDEN']);
  });
  test('is for those who run the team, asked at that moment', async () => {
    const input = { teamId, title: 'x', kind: 'GAME', startsAt: hours(1), endsAt: hours(2) };
    expect(refusals(await club.run(CREATE, { input }, player(0)))).toEqual(['FORBIDDEN']);
    expect(refusals(await club.run(CREATE, { input }))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await create({}, await club.admin()))).toEqual([]);
  });
  test.each([
    ['an end before the start', { endsAt: hours(23) }, 'endsAt'],
    ['an event of a month', { endsAt: hours(24 * 31) }, 'endsAt'],
    ['answers due after the start', { rsvpDeadline: hours(25) }, 'rsvpDeadline'],
    ['a start in the next century', { startsAt: '2126-01-01T00:00:00Z', endsAt: '2126-01-01T01:00:00Z' }, 'startsAt'],
    ['no title', { title: ' ' }, 'title'],
    ['a title of a megabyte', { title: 'x'.repeat(900_000) }, 'title'],
    ['no place for anybody', { capacity: 0 }, 'capacity'],
  ])('refuses %s', async (_, input, field) => {
    expect(await create(input)).toEqual({ event: null, userErrors: [{ code: 'VALIDATION', path: [field] }] });
  });
  test('refuses a day that does not exist and a zone that does not', async () => {
    const input = { teamId, title: 'x', kind: 'GAME', startsAt: '2026-02-30T00:00:00Z', endsAt: hours(2) };
    expect(refusals(await club.run(CREATE, { input }, coach))).toEqual(['BAD_USER_INPUT']);
    expect(
      refusals(await club.run(CREATE, { input: { ...input, startsAt: hours(1), timeZone: 'Mars/Base' } }, coach)),
    ).toEqual(['BAD_USER_INPUT']);
  });
});

describe('who may see', () => {
  test('an event: members yes, strangers no, and they learn nothing of what exists', async () => {
    const id = await newEvent();
    expect((await club.run(SEE, { id }, player(1))).data.event.title).toBe('Practice');
    const [some, none] = [await club.run(SEE, { id }, stranger), await club.run(SEE, { id: 'evt_none' }, stranger)];
    expect(refusals(some)).toEqual(['FORBIDDEN']);
    expect(some.errors?.[0]?.message).toBe(none.errors?.[0]?.message);
    expect((await club.run(SEE, { id: 'evt_none' }, await club.admin())).data.event).toBeNull();
  });
  test('a team’s events: members yes, strangers no', async () => {
    const ask = 'query ($id: ID!) { team(id: $id) { name upcomingEvents { totalCount } } }';
    expect((await club.run(ask, { id: teamId }, player(0))).data.team.upcomingEvents.totalCount).toBeGreaterThan(0);
    const denied = await club.run(ask, { id: teamId }, stranger);
    expect(denied.data.team).toEqual({ name: 'Night Owls', upcomingEvents: null });
    expect(refusals(denied)).toEqual(['FORBIDDEN']);
  });
  test('lists: one’s own teams, all for administrators', async () => {
    await newEvent();
    const count = async (as: Person) => (await club.run('{ events { totalCount } }', {}, as)).data.events.totalCount;
    await club.settled();
    expect(await count(stranger)).toBe(0);
    expect(await count(await club.admin())).toBeGreaterThanOrEqual(await count(player(0)));
    expect(await count(player(0))).toBeGreaterThan(0);
  });
  test('notes: the person and staff yes, other members no', async () => {
    await club.settled();
    const id = await newEvent();
    await respond(id, player(0), { note: 'My knee hurts' });
    const notes = 'query ($id: ID!) { event(id: $id) { attendees(responses: [GOING]) { nodes { note } } } }';
    for (const as of [player(0), coach])
      expect((await club.run(notes, { id }, as)).data.event.attendees.nodes).toEqual([{ note: 'My knee hurts' }]);
    expect(refusals(await club.run(notes, { id }, player(1)))).toEqual(['FORBIDDEN']);
  });
});

describe('respondToEvent', () => {
  test('keeps the last answer', async () => {
    const id = await newEvent();
    await respond(id, player(0), { note: 'on my way' });
    expect(await respond(id, player(0), { response: 'DECLINED', note: null })).toMatchObject({
      attendance: { response: 'DECLINED', note: null },
    });
  });
  test('gives the last place to one of two who want it at once', async () => {
    const id = await newEvent({ capacity: 1 });
    const both = await Promise.all([respond(id, player(0)), respond(id, player(1))]);
    expect(both.flatMap(codes)).toEqual(['EVENT_FULL']);
    const [holder] = both[0].attendance ? [player(0)] : [player(1)];
    expect(codes(await respond(id, holder as Person, { response: 'DECLINED' }))).toEqual([]);
    expect((await respond(id, player(2))).event.summary).toEqual({ going: 1, spotsLeft: 0 });
  });
  test('refuses a cancelled event, a passed deadline, somebody uninvited and an unknown event', async () => {
    const off = await newEvent();
    await club.run(CANCEL, { input: { eventId: off, reason: 'Rain' } }, coach);
    expect(codes(await respond(off, player(0)))).toEqual(['EVENT_CANCELLED']);
    const late = await newEvent({ rsvpDeadline: hours(-1) });
    expect(codes(await respond(late, player(0)))).toEqual(['DEADLINE_PASSED']);
    expect(codes(await respond(late, stranger))).toEqual(['NOT_INVITED']);
    expect(refusals(await club.run(RESPOND, { input: { eventId: 'evt_none', response: 'GOING' } }, player(0)))).toEqual(
      ['NOT_FOUND'],
    );
  });
  test('for somebody else: those who run the team yes, players no', async () => {
    const id = await newEvent();
    const input = { eventId: id, userId: player(1).id, response: 'MAYBE' };
    expect(refusals(await club.run(RESPOND, { input }, player(0)))).toEqual(['FORBIDDEN']);
    expect((await club.run(RESPOND, { input }, coach)).data.respondToEvent.attendance.response).toBe('MAYBE');
  });
});

describe('changing an event', () => {
  test('refuses an older version, a contradiction and a capacity below the answers', async () => {
    const id = await newEvent();
    await Promise.all([respond(id, player(0)), respond(id, player(1))]);
    const change = async (input: Record<string, unknown>) =>
      (await club.run(UPDATE, { input: { eventId: id, ...input } }, coach)).data.updateEvent;
    expect(codes(await change({ title: 'Late', expectedVersion: 1 }))).toEqual(['STALE_VERSION']);
    expect(codes(await change({ endsAt: hours(1) }))).toEqual(['VALIDATION']);
    expect(codes(await change({ capacity: 1 }))).toEqual(['EVENT_FULL']);
    expect(await change({ title: 'Early', expectedVersion: 3 })).toMatchObject({
      event: { title: 'Early', version: 4 },
    });
  });
  test('of long ago needs no new times', async () => {
    const id = await newEvent();
    const longAgo = `UPDATE "Event" SET "startsAt" = "startsAt" - interval '6 years', "endsAt" = "endsAt" - interval '6 years' WHERE "id" = $1`;
    await club.sql('events', longAgo, [id]);
    const change = async (input: Record<string, unknown>) =>
      (await club.run(UPDATE, { input: { eventId: id, ...input } }, coach)).data.updateEvent;
    expect((await change({ title: 'Founding day' })).event.title).toBe('Founding day');
    expect(codes(await change({ endsAt: hours(1) }))).toEqual(['VALIDATION']);
  });
  test('ends with its cancellation', async () => {
    const id = await newEvent();
    const cancel = async () =>
      (await club.run(CANCEL, { input: { eventId: id, reason: 'Rain' } }, coach)).data.cancelEvent;
    expect((await cancel()).event).toEqual({ status: 'CANCELLED', statusReason: 'Rain' });
    expect(codes(await cancel())).toEqual(['ALREADY_DONE']);
    expect(codes((await club.run(UPDATE, { input: { eventId: id, title: 'x' } }, coach)).data.updateEvent)).toEqual([
      'EVENT_CANCELLED',
    ]);
  });
  test('is for those who run the team', async () => {
    const id = await newEvent();
    expect(refusals(await club.run(UPDATE, { input: { eventId: id, title: 'x' } }, player(0)))).toEqual(['FORBIDDEN']);
    expect(refusals(await club.run(CANCEL, { input: { eventId: id } }, stranger))).toEqual(['FORBIDDEN']);
  });
});

describe('markAttendance', () => {
  const mark = (eventId: string, marks: unknown[], as: Person = coach) =>
    club.run(MARK, { input: { eventId, marks } }, as);

  test('notes who was there, the same twice', async () => {
    const id = await newEvent({ startsAt: hours(-3), endsAt: hours(-1) });
    const marks = [
      { userId: player(0).id, presence: 'PRESENT' },
      { userId: player(1).id, presence: 'LATE' },
    ];
    for (let i = 0; i < 2; i++)
      expect((await mark(id, marks)).data.markAttendance.event.summary).toEqual({ present: 1, late: 1, absent: 0 });
  });
  test('marks nobody when one is not invited', async () => {
    const id = await newEvent();
    const marks = [
      { userId: player(0).id, presence: 'PRESENT' },
      { userId: stranger.id, presence: 'PRESENT' },
    ];
    expect(codes((await mark(id, marks)).data.markAttendance)).toEqual(['NOT_INVITED']);
    expect(
      await club.sql('events', `SELECT 1 FROM "Attendance" WHERE "eventId" = $1 AND presence <> 'UNMARKED'`, [id]),
    ).toEqual([]);
  });
  test('is for those who run the team', async () => {
    expect(refusals(await mark(await newEvent(), [], player(0)))).toEqual(['FORBIDDEN']);
  });
});

describe('what follows the teams', () => {
  const invited = async (eventId: string) =>
    (await club.sql('events', 'SELECT "userId" FROM "Attendance" WHERE "eventId" = $1', [eventId])).map(
      (row) => row.userId,
    );

  test('who joins is invited to what is to come, who leaves is no longer, and the past stays', async () => {
    const own = await newTeam('Day Owls', [player(0)]);
    const [past, coming] = [
      await newEvent({ teamId: own, startsAt: hours(-3), endsAt: hours(-1) }),
      await newEvent({ teamId: own }),
    ];
    const { data } = await club.run(ADD, { input: { teamId: own, userId: player(1).id } }, coach);
    await eventually(async () => expect(await invited(coming)).toContain(player(1).id));
    expect(await invited(past)).not.toContain(player(1).id);
    await club.run(REMOVE, { input: { memberId: data.addTeamMember.member.id } }, coach);
    await eventually(async () => expect(await invited(coming)).not.toContain(player(1).id));
  });
  test('what is put off from the past to the future invites whoever is on the team by then', async () => {
    const own = await newTeam('Rained Off', [player(0)]);
    const id = await newEvent({ teamId: own, startsAt: hours(-3), endsAt: hours(-1) });
    const { data } = await club.run(ADD, { input: { teamId: own, userId: player(1).id } }, coach);
    expect(codes(data.addTeamMember)).toEqual([]);
    const places = await club.run(
      'query ($id: ID!) { team(id: $id) { members { nodes { id user { id } } } } }',
      { id: own },
      coach,
    );
    const of = ({ id: userId }: Person) =>
      places.data.team.members.nodes.find(({ user }: { user: { id: string } }) => user.id === userId).id;
    await club.run(REMOVE, { input: { memberId: of(player(0)) } }, coach);
    await club.settled();
    expect(await invited(id)).toContain(player(0).id);
    await club.run(UPDATE, { input: { eventId: id, startsAt: hours(24), endsAt: hours(26) } }, coach);
    expect((await invited(id)).sort()).toEqual([coach.id, player(1).id].sort());
  });
  test('an archived team has no future: what was to come is cancelled, what was stays', async () => {
    const own = await newTeam('Last Season', [player(0)]);
    const [past, coming] = [
      await newEvent({ teamId: own, startsAt: hours(-3), endsAt: hours(-1) }),
      await newEvent({ teamId: own }),
    ];
    await club.run(ARCHIVE, { input: { teamId: own } }, coach);
    await eventually(async () => {
      const { data } = await club.run(STATUSES, { past, coming }, player(0));
      expect([data.past.status, data.coming.status]).toEqual(['SCHEDULED', 'CANCELLED']);
    });
  });
  test('who only cheers is not invited', async () => {
    const own = await newTeam('Fan Club', []);
    await club.run(ADD, { input: { teamId: own, userId: player(2).id, role: 'SUPPORTER' } }, coach);
    expect(await invited(await newEvent({ teamId: own }))).toEqual([coach.id]);
  });
  test('who joined or left while an event was being made is invited or not, as was heard last', async () => {
    const own = await newTeam('Swift Owls', [player(0)]);
    await club.settled();
    // As if both changes were announced after the teams domain was asked, and heard before the event was written.
    const heard = `INSERT INTO "TeamMember" ("teamId", "userId", "role", "active", "version") VALUES ($1, $2, 'PLAYER', $3, 99)
      ON CONFLICT ("teamId", "userId") DO UPDATE SET "active" = excluded."active", "version" = 99`;
    await club.sql('events', heard, [own, player(0).id, false]);
    await club.sql('events', heard, [own, player(1).id, true]);
    expect((await invited(await newEvent({ teamId: own }))).sort()).toEqual([coach.id, player(1).id].sort());
  });
  test('a new team name is shown, and an archived team schedules nothing', async () => {
    const own = await newTeam('Old Name', [player(0)]);
    const id = await newEvent({ teamId: own });
    await club.run(
      'mutation ($input: UpdateTeamInput!) { updateTeam(input: $input) { team { name } } }',
      { input: { teamId: own, name: 'New Name' } },
      coach,
    );
    await eventually(async () =>
      expect((await club.run(SEE, { id }, player(0))).data.event.team.name).toBe('New Name'),
    );
    await club.run(
      'mutation ($input: ArchiveTeamInput!) { archiveTeam(input: $input) { team { id } } }',
      { input: { teamId: own } },
      coach,
    );
    const input = { teamId: own, title: 'x', kind: 'GAME', startsAt: hours(1), endsAt: hours(2) };
    expect(codes((await club.run(CREATE, { input }, coach)).data.createEvent)).toEqual(['TEAM_ARCHIVED']);
    expect(codes((await club.run(CREATE, { input }, await club.admin())).data.createEvent)).toEqual(['TEAM_ARCHIVED']);
  });
  test('who runs an archived team is told why nothing can be done, and nobody else is', async () => {
    const own = await newTeam('Put Away', [player(0)]);
    const eventId = await newEvent({ teamId: own, startsAt: hours(-3), endsAt: hours(-1) });
    await club.run(ARCHIVE, { input: { teamId: own } }, coach);
    const userId = player(0).id;
    const marks = [{ userId, presence: 'PRESENT' }];
    const writes: [string, string, object][] = [
      [CREATE, 'createEvent', { teamId: own, title: 'x', kind: 'GAME', startsAt: hours(1), endsAt: hours(2) }],
      [UPDATE, 'updateEvent', { eventId, title: 'Was another' }],
      [UPDATE, 'updateEvent', { eventId, startsAt: hours(1), endsAt: hours(2) }],
      [CANCEL, 'cancelEvent', { eventId }],
      [RESPOND, 'respondToEvent', { eventId, userId, response: 'GOING' }],
      [MARK, 'markAttendance', { eventId, marks }],
    ];
    for (const [mutation, field, input] of writes) {
      const { data } = await club.run(mutation, { input }, coach);
      expect([field, codes(data[field])]).toEqual([field, ['TEAM_ARCHIVED']]);
      expect(refusals(await club.run(mutation, { input }, stranger))).toEqual(['FORBIDDEN']);
    }
    const marked = await club.run(MARK, { input: { eventId, marks } }, await club.admin());
    expect(codes(marked.data.markAttendance)).toEqual([]);
  });
  test('a copied name is not noted as seen: its version knows a repeat', async () => {
    const seen = () => club.sql('events', 'SELECT count(*)::int AS count FROM messaging.inbox');
    await club.settled();
    const before = await seen();
    await club.run(RENAME, { input: { displayName: 'Pat Unseen' } }, player(0));
    await club.settled();
    const named = await club.sql('events', `SELECT "displayName" FROM "Person" WHERE "displayName" = 'Pat Unseen'`);
    expect([named.length, await seen()]).toEqual([1, before]);
  });
  test('everything announced once more, from the beginning, changes nothing', async () => {
    await club.run(RENAME, { input: { displayName: 'Pat the First' } }, player(0));
    await club.settled();
    const tables = async () =>
      Promise.all(
        ['Person', 'Team', 'TeamMember', 'Attendance'].map((table) =>
          club.sql('events', `SELECT * FROM "${table}" ORDER BY 1, 2`),
        ),
      );
    const before = await tables();
    await club.sql('events', 'DELETE FROM messaging.inbox');
    await club.sql('bus', `UPDATE bus.group_offset SET next_offset = 0 WHERE consumer_group = 'events'`);
    await club.run(RENAME, { input: { displayName: 'Somebody Else' } }, await club.person()); // wakes the consumer
    await club.settled();
    const isNew = (row: Record<string, unknown>) => row.displayName !== 'Somebody Else';
    expect((await tables()).map((rows) => rows.filter(isNew))).toEqual(before);
  });
});

describe('calendar', () => {
  const ask = (from: string, to: string, as: Person) =>
    club.run('query ($from: DateTime!, $to: DateTime!) { calendar(from: $from, to: $to) { id } }', { from, to }, as);

  test('shows what one is invited to, by span', async () => {
    const id = await newEvent({ startsAt: hours(1000), endsAt: hours(1002) });
    expect((await ask(hours(999), hours(1001), player(0))).data.calendar).toEqual([{ id }]);
    expect((await ask(hours(999), hours(1001), stranger)).data.calendar).toEqual([]);
  });
  test('refuses a span that is backwards or too long', async () => {
    expect(refusals(await ask(hours(2), hours(1), player(0)))).toEqual(['BAD_USER_INPUT']);
    expect(refusals(await ask(hours(0), hours(24 * 401), player(0)))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a team’s page', () => {
  const PAGE = (more = '') => `query ($id: ID!, $first: Int!) {
    team(id: $id) {
      members { nodes { user { displayName ${more} } } }
      upcomingEvents(first: $first) { nodes { attendees { nodes { user { displayName } } } } }
    }
  }`;

  test('is answered by two fetches, and a private field adds one', async () => {
    await newEvent();
    const page = (more?: string) => club.fetches(() => club.run(PAGE(more), { id: teamId, first: 5 }, coach));
    expect((await page()).toSorted()).toEqual(['events', 'teams']);
    expect((await page('email')).toSorted()).toEqual(['events', 'teams', 'users']);
  });
  test('refuses a cursor that holds no date where one belongs', async () => {
    const after = Buffer.from(JSON.stringify(['startsAt,id', 'tomorrow', 'evt_1'])).toString('base64url');
    const page = `{ team(id: "${teamId}") { upcomingEvents(after: "${after}") { totalCount } } }`;
    expect(refusals(await club.run(page, {}, coach))).toEqual(['BAD_USER_INPUT']);
  });
  test('costs as many statements for many events as for one', async () => {
    for (let i = 0; i < 5; i++) await newEvent();
    const page = (first: number) => club.statements('events', () => club.run(PAGE(), { id: teamId, first }, coach));
    const [one, five] = [await page(1), await page(5)];
    expect(one).toHaveLength(5); // team, the viewer's places, page of events, pages of attendees, people
    expect(five).toHaveLength(one.length);
  });
});
