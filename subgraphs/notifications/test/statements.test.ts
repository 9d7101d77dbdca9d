import { codes, type Person, startClub, type TestClub } from '@fieldhouse/testing';

const CREATE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }`;
const MARK = `mutation ($input: MarkNotificationsInput!) {
  markNotifications(input: $input) { notifications { id readAt } unreadCount userErrors { code } }
}`;
const LIST = `query ($first: Int) {
  notifications(first: $first) { totalCount nodes {
    id title body locale groupCount subject { __typename } actor { displayName } deliveries { channel status }
  } }
}`;
const DAY = 86_400_000;

let club: TestClub;
let coach: Person;
let reader: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events', 'notifications'] });
  [coach, reader] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person()]);
  await withoutMails(`'${reader.id}'`);
});
afterAll(() => club.stop());

const statements = async (work: () => Promise<unknown>) => (await club.statements('notifications', work)).length;

/** Mails would be jobs of their own, at their own time. */
const withoutMails = (userIds: string) =>
  club.sql(
    'notifications',
    `INSERT INTO "Preference" ("userId", "category", "channel", "mode")
     SELECT id, category::"NotificationCategory", 'EMAIL', 'OFF' FROM unnest('{TEAM,EVENT}'::text[]) AS category, (SELECT ${userIds} AS id) AS people
     ON CONFLICT DO NOTHING`,
  );

/** So many people on a team, as this domain knows them. */
async function crowd(teamId: string, people: number): Promise<void> {
  await club.settled();
  await club.sql(
    'notifications',
    `INSERT INTO "TeamMember" ("teamId", "userId", "role", "active", "version")
     SELECT $1, 'usr_crowd' || i, 'PLAYER', true, 1 FROM generate_series(1, $2) AS i`,
    [teamId, people],
  );
  await withoutMails(`'usr_crowd' || generate_series(1, ${people})`);
}

async function practice(teamId: string): Promise<void> {
  const startsAt = new Date(Date.now() + 3 * DAY);
  const input = { teamId, title: 'Passing', kind: 'PRACTICE', startsAt, endsAt: new Date(startsAt.getTime() + 60_000) };
  const { data } = await club.run(CREATE, { input }, coach);
  expect(codes(data.createEvent)).toEqual([]);
  await club.settled();
}

describe('an event', () => {
  test.each([1, 50, 300])('is told to %i people by as many statements', async (people) => {
    const teamId = await club.team({ owner: coach });
    await crowd(teamId, people);
    expect(await statements(() => practice(teamId))).toBe(19);
    const told = `SELECT count(*)::int AS count FROM "Notification" WHERE "teamId" = $1 AND "kind" = 'invited' AND "inboxAt" IS NOT NULL`;
    expect(await club.sql('notifications', told, [teamId])).toEqual([{ count: people }]);
  });
});

describe('an inbox', () => {
  test('is listed, counted and marked by as many statements, however full it is', async () => {
    const teamId = await club.team({ owner: coach, members: { PLAYER: [reader] } });
    for (let i = 0; i < 6; i++) await practice(teamId);
    const list = (first: number) => () => club.run(LIST, { first }, reader);
    expect([await statements(list(2)), await statements(list(6))]).toEqual([6, 6]);
    expect(await statements(() => club.run('{ unreadNotificationCount }', {}, reader))).toBe(1);
    const { data } = await club.run(LIST, { first: 6 }, reader);
    const [first, ...others]: string[] = data.notifications.nodes.map((it: { id: string }) => it.id);
    const mark = (input: object) => statements(() => club.run(MARK, { input: { read: true, ...input } }, reader));
    expect([await mark({ ids: [first] }), await mark({ ids: others }), await mark({ all: true })]).toEqual([9, 9, 9]);
  });
});
