import { type Person, signIn, startClub, type TestClub } from '@fieldhouse/testing';

const INBOX = '{ notifications(filter: { category: TEAM }) { nodes { id title } } }';
const SNOOZE = `mutation ($input: SnoozeNotificationInput!) { snoozeNotification(input: $input) { userErrors { code } } }`;
const DAY = 86_400_000;

let club: TestClub;
let coach: Person;
let player: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'notifications'] });
  [coach, player] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person()]);
});
afterAll(() => club.stop());

const inbox = async () => {
  await club.settled();
  return (await club.run(INBOX, {}, await signIn(club.run, player.email, player.password))).data;
};
const titles = async () => (await inbox()).notifications.nodes.map((it: { title: string }) => it.title);
const count = async (table: string, where = '') =>
  Number((await club.sql('notifications', `SELECT count(*) FROM "${table}" ${where}`))[0]?.count);

describe('what is a year old', () => {
  test('is let go, counted out of the inbox, and not told again', async () => {
    await club.team({ owner: coach, name: 'Owls', members: { PLAYER: [player] } });
    await club.team({ owner: coach, name: 'Hawks', members: { PLAYER: [player] } });
    const [hawks] = (await inbox()).notifications.nodes;
    // Enough for several looks, of somebody who reads nothing.
    await club.sql(
      'notifications',
      `INSERT INTO "Notification" ("id", "userId", "cause", "category", "kind", "inboxAt", "createdAt")
       SELECT 'ntf_' || i, 'usr_crowd' || i % 7, i::text, 'TEAM', 'removedFromTeam', CASE WHEN i % 5 > 0 THEN now() END, now() FROM generate_series(1, 1200) AS i`,
    );
    await club.sql(
      'notifications',
      `INSERT INTO "Inbox" ("userId", "unread", "version") SELECT "userId", count(*), 1 FROM "Notification"
       WHERE "userId" LIKE 'usr_crowd%' AND "unread" GROUP BY "userId"`,
    );
    await club.sql(
      'notifications',
      `INSERT INTO "Told" ("cause") SELECT 'fact ' || i FROM generate_series(1, 50) AS i`,
    );
    const until = new Date(club.clock.now().getTime() + 365 * DAY);
    await club.run(SNOOZE, { input: { id: hawks.id, until } }, player);

    club.clock.advance(364 * DAY);
    expect([await titles(), (await count('Told')) > 50]).toEqual([['You are on Owls'], true]);
    club.clock.advance(1.5 * DAY);
    expect(await titles()).toEqual(['You are on Hawks']); // back since half a day
    expect(await count('Notification', `WHERE "userId" LIKE 'usr_crowd%'`)).toBe(0);
    const miscounted = `WHERE "unread" <> (SELECT count(*) FROM "Notification" n WHERE n."userId" = "Inbox"."userId" AND n."unread")`;
    expect(await count('Inbox', miscounted)).toBe(0);
    expect(await count('Told', `WHERE "cause" NOT LIKE 'SessionStarted%'`)).toBe(1); // since when anything is told

    await club.restart('notifications', async () => {
      await club.sql('notifications', 'TRUNCATE messaging.inbox');
      await club.sql('bus', `UPDATE bus.group_offset SET next_offset = 0 WHERE consumer_group = 'notifications'`);
    });
    expect(await titles()).toEqual(['You are on Hawks']);
  });
});
