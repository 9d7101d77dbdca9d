import { codes, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const INBOX = `{
  unreadNotificationCount
  notifications { totalCount nodes {
    id category priority title body locale readAt seenAt groupKey groupCount actionUrl
    subject { __typename ... on Event { id title } ... on Team { id name } ... on User { id displayName } }
    actor { displayName } deliveries { channel status }
  } }
}`;
const MARK = `mutation ($input: MarkNotificationsInput!) {
  markNotifications(input: $input) { notifications { id readAt } unreadCount userErrors { code path } }
}`;
const CREATE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }`;
const DAY = 86_400_000;

let club: TestClub;
let coach: Person;
let player: Person;
let teamId: string;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events', 'notifications'] });
  [coach, player] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person()]);
  teamId = await club.team({ owner: coach, members: { PLAYER: [player] } });
});
afterAll(() => club.stop());

const inbox = async (as: Person) => {
  await club.settled();
  return (await club.run(INBOX, {}, as)).data;
};

async function practice(title: string, startsAt = new Date(Date.now() + 3 * DAY)): Promise<string> {
  const input = { teamId, title, kind: 'PRACTICE', startsAt, endsAt: new Date(startsAt.getTime() + 5_400_000) };
  const { data } = await club.run(CREATE, { input }, coach);
  expect(codes(data.createEvent)).toEqual([]);
  return data.createEvent.event.id;
}

const SNOOZE = `mutation ($input: SnoozeNotificationInput!) {
  snoozeNotification(input: $input) { notification { snoozedUntil } userErrors { code path } }
}`;

/** What somebody is told who may not, or asks for what cannot be. */
async function refused(document: string, input: object, as: Person): Promise<unknown> {
  const { data, errors } = await club.run(document, { input }, as);
  const [payload] = Object.values(data ?? {}) as { userErrors: { code: string }[] }[];
  return payload ? codes(payload) : refusals({ errors: errors ?? [] });
}

describe('what is marked or put off', () => {
  test('is one’s own, named at most a hundred at a time, and says what to do', async () => {
    await practice('Marked');
    const [{ id }] = (await inbox(player)).notifications.nodes;
    const mark = (input: object, as = player) => refused(MARK, input, as);
    expect(await mark({ read: true })).toEqual(['VALIDATION']);
    expect(await mark({ ids: [id], all: true, read: true })).toEqual(['VALIDATION']);
    expect(await mark({ ids: [id] })).toEqual(['VALIDATION']);
    expect(await mark({ ids: Array(101).fill(id), read: true })).toEqual(['VALIDATION']);
    expect(await mark({ ids: Array(10_000).fill(id), read: true })).toEqual(['BAD_USER_INPUT']);
    const { unreadNotificationCount: unread } = await inbox(player);
    const others = await club.run(MARK, { input: { ids: [id, 'ntf_none', ''], read: true } }, coach);
    expect(others.data.markNotifications).toMatchObject({ notifications: [], userErrors: [] });
    expect((await inbox(player)).unreadNotificationCount).toBe(unread);
    const twice = await club.run(MARK, { input: { ids: [id, id], read: true } }, player);
    const again = await club.run(MARK, { input: { ids: [id], read: true } }, player);
    expect(twice.data.markNotifications.unreadCount).toBe(unread - 1);
    expect(again.data.markNotifications).toEqual(twice.data.markNotifications); // at the time of the first
    await club.run(MARK, { input: { ids: [id], read: false } }, player);
  });

  test('comes back at a time ahead, for as long as a year', async () => {
    const [{ id }] = (await inbox(player)).notifications.nodes;
    const snooze = (until: string, as = player) => refused(SNOOZE, { id, until }, as);
    const soon = new Date(Date.now() + DAY).toISOString();
    expect(await snooze('2020-01-01T00:00:00Z')).toEqual(['VALIDATION']);
    expect(await snooze('0001-01-01T00:00:00Z')).toEqual(['VALIDATION']);
    expect(await snooze('9999-12-31T23:59:59Z')).toEqual(['VALIDATION']);
    expect(await snooze('+010000-01-01T00:00:00Z')).toEqual(['BAD_USER_INPUT']);
    expect(await snooze('0000-01-01T00:00:00Z')).toEqual(['BAD_USER_INPUT']);
    expect(await snooze(soon, coach)).toEqual(['NOT_FOUND']);
    expect(await refused(SNOOZE, { id: 'ntf_none', until: soon }, player)).toEqual(['NOT_FOUND']);
    const { unreadNotificationCount: unread } = await inbox(player);
    expect([await snooze(soon), await snooze(soon)]).toEqual([[], []]);
    expect((await inbox(player)).unreadNotificationCount).toBe(unread - 1);
  });
});

describe('the inbox', () => {
  test('holds that one was put on a team, and invitations', async () => {
    const eventId = await practice('Passing');
    const { notifications, unreadNotificationCount } = await inbox(player);
    expect(notifications.nodes).toMatchObject([
      {
        category: 'EVENT',
        title: 'Night Owls: Passing',
        locale: 'en',
        groupKey: eventId,
        groupCount: 1,
        actionUrl: `/events/${eventId}`,
        subject: { __typename: 'Event', id: eventId, title: 'Passing' },
        actor: null,
        deliveries: expect.arrayContaining([{ channel: 'IN_APP', status: 'DELIVERED' }]),
      },
      { category: 'TEAM', title: 'You are on Night Owls', subject: { __typename: 'Team', name: 'Night Owls' } },
    ]);
    expect(unreadNotificationCount).toBe(2);
  });

  test('counts what is marked, and shows strangers nothing', async () => {
    const { notifications } = await inbox(player);
    const [first] = notifications.nodes;
    const theirs = await club.run(MARK, { input: { ids: [first.id], read: true } }, coach);
    expect(theirs.data.markNotifications).toMatchObject({ notifications: [] });
    const one = await club.run(MARK, { input: { ids: [first.id], read: true } }, player);
    expect(one.data.markNotifications).toMatchObject({ notifications: [{ id: first.id }], unreadCount: 1 });
    const again = await club.run(MARK, { input: { ids: [first.id], read: true } }, player);
    expect(again.data.markNotifications).toMatchObject({
      notifications: [{ readAt: one.data.markNotifications.notifications[0].readAt }],
      unreadCount: 1,
    });
    const back = await club.run(MARK, { input: { ids: [first.id], read: false } }, player);
    expect(back.data.markNotifications.unreadCount).toBe(2);
    const all = await club.run(MARK, { input: { all: true, read: true } }, player);
    expect(all.data.markNotifications.unreadCount).toBe(0);
    const bad = await club.run(MARK, { input: { read: true } }, player);
    expect(codes(bad.data.markNotifications)).toEqual(['VALIDATION']);
  });
});
