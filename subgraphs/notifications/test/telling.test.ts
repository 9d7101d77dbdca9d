import { codes, eventually, type Person, refusals, signIn, startClub, type TestClub } from '@fieldhouse/testing';

const INBOX = `query ($filter: NotificationFilter) {
  unreadNotificationCount
  notifications(filter: $filter, first: 100) { totalCount nodes { id category title body priority readAt groupCount } }
}`;
const CREATE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }`;
const UPDATE = `mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }`;
const CANCEL = `mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { code } } }`;
const PREFER = `mutation ($input: UpdateNotificationPreferencesInput!) {
  updateNotificationPreferences(input: $input) {
    preferences { digestAt eventReminders quietHours { start end days timeZone allowHigh } matrix { category channel mode locked } }
    userErrors { code path }
  }
}`;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let club: TestClub;
let coach: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events', 'notifications'] });
  coach = await club.person({ roles: ['TRAINER'] });
});
// Tokens end ten minutes after, by a clock that tests put forward.
beforeEach(async () => {
  coach = await signIn(club.run, coach.email, coach.password);
});
afterAll(() => club.stop());

const inbox = async (as: Person, filter = {}) => {
  await club.settled();
  return (await club.run(INBOX, { filter }, as)).data;
};
const titles = async (as: Person, filter = {}): Promise<string[]> =>
  (await inbox(as, filter)).notifications.nodes.map((it: { title: string }) => it.title);
const again = (person: Person) => signIn(club.run, person.email, person.password);

async function done(document: string, input: object, as: Person) {
  const { data, errors } = await club.run(document, { input }, as);
  const [payload] = Object.values(data ?? {}) as { userErrors: { code: string }[] }[];
  if (errors || !payload || codes(payload).length > 0) throw new Error(JSON.stringify({ errors, payload }));
  return payload as unknown as { event: { id: string } };
}

async function refused(document: string, input: object, as: Person): Promise<unknown> {
  const { data, errors } = await club.run(document, { input }, as);
  const [payload] = Object.values(data ?? {}) as { userErrors: { code: string }[] }[];
  return payload ? codes(payload) : refusals({ errors: errors ?? [] });
}

async function practice(teamId: string, title: string, inMs = 3 * DAY): Promise<string> {
  const startsAt = new Date(club.clock.now().getTime() + inMs);
  const input = { teamId, title, kind: 'PRACTICE', startsAt, endsAt: new Date(startsAt.getTime() + 5_400_000) };
  return (await done(CREATE, input, coach)).event.id;
}

/** Whatever this domain has heard comes once more, from the beginning. */
async function replay(): Promise<void> {
  await club.settled();
  await club.restart('notifications', async () => {
    await club.sql('notifications', 'TRUNCATE messaging.inbox');
    await club.sql('bus', `UPDATE bus.group_offset SET next_offset = 0 WHERE consumer_group = 'notifications'`);
  });
  await club.settled();
}

describe('what is told', () => {
  test('is told once, though everything is heard from the beginning twice', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Replayed', members: { PLAYER: [player] } });
    const eventId = await practice(teamId, 'Passing');
    await done(UPDATE, { eventId, title: 'Shooting' }, coach);
    await done(CANCEL, { eventId, reason: 'Rain' }, coach);
    const before = await inbox(player);
    expect(before.notifications.nodes.map((it: { title: string }) => it.title)).toEqual([
      'Replayed: Shooting is cancelled',
      'Replayed: Shooting has changed',
      'Replayed: Passing',
      'You are on Replayed',
    ]);
    expect(before.notifications.nodes[0].groupCount).toBe(3);
    await club.sql('notifications', `DELETE FROM "Notification" WHERE "kind" = 'addedToTeam' AND "userId" = $1`, [
      player.id,
    ]);
    const late = await club.person();
    await done(
      `mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }`,
      { teamId, userId: late.id, role: 'PLAYER' },
      coach,
    );
    await replay();
    await replay();
    expect(await titles(player)).toEqual([
      'Replayed: Shooting is cancelled',
      'Replayed: Shooting has changed',
      'Replayed: Passing',
    ]);
    expect(await titles(late)).toEqual(['You are on Replayed']); // and nothing of what was before their time
  });

  test('is not told to whoever did it, but to all others', async () => {
    const [assistant, player] = await Promise.all([club.person(), club.person()]);
    const members = { ASSISTANT: [assistant], PLAYER: [player] };
    const teamId = await club.team({ owner: coach, name: 'Doers', members });
    const eventId = await practice(teamId, 'Passing');
    await done(CANCEL, { eventId, reason: 'Rain' }, assistant);
    const ofEvents = (as: Person) => titles(as, { category: ['EVENT'] });
    expect(await ofEvents(player)).toEqual(['Doers: Passing is cancelled', 'Doers: Passing']);
    expect(await ofEvents(assistant)).toEqual(['Doers: Passing']);
    expect((await ofEvents(coach)).filter((it) => it.startsWith('Doers'))).toEqual(['Doers: Passing is cancelled']);
  });

  test('names who did it through what follows from it: of an archived team, its events are called off', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Ended', members: { PLAYER: [player] } });
    await practice(teamId, 'Passing');
    await club.settled();
    const ARCHIVE = `mutation ($input: ArchiveTeamInput!) { archiveTeam(input: $input) { userErrors { code } } }`;
    await done(ARCHIVE, { teamId }, coach);
    expect(await titles(player, { category: ['EVENT'] })).toEqual(['Ended: Passing is cancelled', 'Ended: Passing']);
    expect((await titles(coach)).filter((it) => it.startsWith('Ended'))).toEqual([]);
  });

  test('reaches who was put on the roster before an event and is heard of after it', async () => {
    const [player, held] = [await club.person(), club.hold('notifications')];
    const teamId = await club.team({ owner: coach, name: 'Late' });
    await done(
      `mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }`,
      { teamId, userId: player.id, role: 'PLAYER' },
      coach,
    );
    await practice(teamId, 'Running');
    await held.deliver(1_000, (keys) => keys - 1); // the youngest key first: the event before its team
    held.release();
    expect([...(await titles(player))].sort()).toEqual(['Late: Running', 'You are on Late']);
  });

  test('reaches nobody who has left, was banned or has muted the team', async () => {
    const [left, banned, muter, stays] = await Promise.all([
      club.person(),
      club.person(),
      club.person(),
      club.person(),
    ]);
    const members = { PLAYER: [left, banned, muter, stays] };
    const teamId = await club.team({ owner: coach, name: 'Selected', members });
    const place = `query ($id: ID!) { team(id: $id) { members(first: 20) { nodes { id user { id } } } } }`;
    const { data } = await club.run(place, { id: teamId }, coach);
    const memberId = data.team.members.nodes.find((it: { user: { id: string } }) => it.user.id === left.id).id;
    await done(
      `mutation ($input: RemoveTeamMemberInput!) { removeTeamMember(input: $input) { userErrors { code } } }`,
      { memberId },
      coach,
    );
    await club.settled();
    const MUTE = `mutation ($input: MuteTeamInput!) { muteTeam(input: $input) { preferences { muted { team { name } until } } userErrors { code } } }`;
    const muted = await club.run(MUTE, { input: { teamId } }, muter);
    expect(muted.data.muteTeam.preferences.muted).toEqual([{ team: { name: 'Selected' }, until: null }]);
    const admin = await club.admin();
    await done(
      `mutation ($input: BanUserInput!) { banUser(input: $input) { userErrors { code } } }`,
      { userId: banned.id, reason: 'Test' },
      admin,
    );
    await club.settled();
    await practice(teamId, 'Selected few');
    expect(await titles(stays, { category: ['EVENT'] })).toEqual(['Selected: Selected few']);
    expect(await titles(left, { category: ['EVENT'] })).toEqual([]);
    expect(await titles(left)).toEqual(['You are off Selected', 'You are on Selected']);
    expect(await titles(muter, { category: ['EVENT'] })).toEqual([]);
    await done(
      `mutation ($input: UnbanUserInput!) { unbanUser(input: $input) { userErrors { code } } }`,
      { userId: banned.id },
      admin,
    );
    await club.settled();
    expect(await titles(await again(banned), { category: ['EVENT', 'ACCOUNT'] })).toEqual(['Welcome back']);
    const why = await club.sql(
      'notifications',
      `SELECT "reason" FROM "Delivery" JOIN "Notification" n ON n."id" = "notificationId"
       WHERE n."kind" = 'invited' AND "channel" = 'IN_APP' AND n."teamId" = $1 AND "status" = 'SUPPRESSED' ORDER BY 1`,
      [teamId],
    );
    expect(why).toEqual([{ reason: 'BANNED' }, { reason: 'MUTED' }]);
  });

  test('is a sign-in from a device that the account has not seen', async () => {
    const player = await club.person();
    const login = `mutation ($input: LoginInput!) { login(input: $input) { userErrors { code } } }`;
    const from = (deviceName: string) =>
      club.run(login, { input: { email: player.email, password: player.password, deviceName } });
    await from('A phone');
    await from('A phone');
    expect((await inbox(player)).notifications.nodes).toMatchObject([{ category: 'SECURITY', title: 'New sign-in' }]);
  });

  test('are roles that changed', async () => {
    const player = await club.person();
    await done(
      `mutation ($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code } } }`,
      { userId: player.id, role: 'STAFF' },
      await club.admin(),
    );
    expect((await inbox(await again(player))).notifications.nodes).toMatchObject([
      { category: 'ACCOUNT', body: 'You are member and staff now.' },
    ]);
  });

  test('goes with whoever is deleted', async () => {
    const player = await club.person();
    await club.team({ owner: coach, name: 'Forgotten', members: { PLAYER: [player] } });
    await inbox(player);
    await done(
      `mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }`,
      { userId: player.id },
      player,
    );
    await club.settled();
    for (const table of ['Notification', 'Inbox', 'Delivery'])
      expect(await club.sql('notifications', `SELECT FROM "${table}" WHERE "userId" = $1`, [player.id])).toEqual([]);
  });
});

describe('preferences', () => {
  test('switch a category off, but for security', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Quiet', members: { PLAYER: [player] } });
    const off = { category: 'EVENT', channel: 'IN_APP', mode: 'OFF' };
    const payload = await club.run(PREFER, { input: { matrix: [off] } }, player);
    expect(payload.data.updateNotificationPreferences.preferences.matrix).toContainEqual({ ...off, locked: false });
    expect(await refused(PREFER, { matrix: [{ ...off, category: 'SECURITY' }] }, player)).toEqual([
      'CATEGORY_REQUIRED',
    ]);
    expect(await refused(PREFER, { matrix: [off, off] }, player)).toEqual(['VALIDATION']);
    await practice(teamId, 'Unheard');
    expect(await titles(player, { category: ['EVENT'] })).toEqual([]);
  });

  test('refuse quiet hours of no length, a pause in the past and reminders of a year', async () => {
    const quiet = (start: string, end: string, days?: string[]) => ({
      quietHours: { start, end, ...(days ? { days } : {}) },
    });
    expect(await refused(PREFER, quiet('22:00', '22:00'), coach)).toEqual(['VALIDATION']);
    expect(await refused(PREFER, quiet('22:00', '22:00:00'), coach)).toEqual(['VALIDATION']);
    expect(await refused(PREFER, quiet('22:00', '07:00', []), coach)).toEqual(['VALIDATION']);
    expect(await refused(PREFER, { ...quiet('22:00', '07:00'), clearQuietHours: true }, coach)).toEqual(['VALIDATION']);
    expect(await refused(PREFER, { eventReminders: ['P1Y'] }, coach)).toEqual(['VALIDATION']);
    expect(await refused(PREFER, { eventReminders: ['PT0S'] }, coach)).toEqual(['VALIDATION']);
    const PAUSE = `mutation ($input: PauseNotificationsInput!) { pauseNotifications(input: $input) { userErrors { code } } }`;
    expect(await refused(PAUSE, { until: '2020-01-01T00:00:00Z' }, coach)).toEqual(['VALIDATION']);
    const payload = await done(PREFER, quiet('22:00', '07:00'), coach);
    expect((payload as unknown as { preferences: object }).preferences).toMatchObject({
      quietHours: { start: '22:00', end: '07:00', timeZone: 'UTC', allowHigh: false },
    });
    await done(PREFER, { clearQuietHours: true }, coach);
    expect(await refused(PREFER, { matrix: [{ category: 'PIGEON', channel: 'EMAIL', mode: 'OFF' }] }, coach)).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  test('are nobody else’s', async () => {
    const other = await club.person();
    const { data } = await club.run(
      `query ($id: ID!) { user(id: $id) { notificationPreferences { digestAt } } }`,
      { id: other.id },
      coach,
    );
    expect(data.user).toEqual({ notificationPreferences: null });
    const own = await club.run(
      `{ me { notificationPreferences { digestAt digestDay channels { channel available } previewNextDelivery(category: TEAM, channel: IN_APP) } } }`,
      {},
      other,
    );
    expect(own.data.me.notificationPreferences).toMatchObject({ digestAt: '08:00', digestDay: 'MONDAY' });
    expect(own.data.me.notificationPreferences.channels[0]).toEqual({ channel: 'IN_APP', available: true });
  });

  test('collect a category into a digest that comes into the inbox at its hour', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Digested', members: { PLAYER: [player] } });
    await done(PREFER, { matrix: [{ category: 'EVENT', channel: 'IN_APP', mode: 'HOURLY' }] }, player);
    await practice(teamId, 'One');
    await practice(teamId, 'Two');
    expect(await titles(player, { category: ['EVENT'] })).toEqual([]);
    club.clock.advance(HOUR);
    const later = await inbox(await again(player), { category: ['EVENT'] });
    expect(later.notifications.nodes.map((it: { title: string }) => it.title).sort()).toEqual([
      'Digested: One',
      'Digested: Two',
    ]);
    expect(later.unreadNotificationCount).toBe(3);
  });
});

describe('words of people', () => {
  const SEND = `mutation ($input: SendNotificationInput!) {
    sendNotification(input: $input) { notification { title actor { displayName } } userErrors { code path } }
  }`;
  const BROADCAST = `mutation ($input: BroadcastInput!) {
    broadcast(input: $input) { recipients broadcast { id } userErrors { code path } }
  }`;
  const PROGRESS = `query ($id: ID!) { broadcast(id: $id) { recipients done finishedAt } }`;

  test('reach one person from staff of their team, not from others', async () => {
    const [player, stranger] = await Promise.all([club.person(), club.person({ roles: ['TRAINER'] })]);
    await club.team({ owner: coach, name: 'Spoken to', members: { PLAYER: [player] } });
    const input = { userId: player.id, title: 'Well done', body: 'Really.' };
    const { data } = await club.run(SEND, { input }, coach);
    expect(data.sendNotification).toMatchObject({ notification: { title: 'Well done' }, userErrors: [] });
    expect((await inbox(player)).notifications.nodes[0]).toMatchObject({
      title: 'Well done',
      body: 'Really.',
      category: 'TEAM',
    });
    expect(await refused(SEND, input, stranger)).toEqual(['FORBIDDEN']);
    expect(await refused(SEND, { ...input, userId: coach.id }, player)).toEqual(['FORBIDDEN']);
    expect(await refused(SEND, { ...input, category: 'SECURITY' }, coach)).toEqual(['VALIDATION']);
    expect(await refused(SEND, { ...input, title: ' ' }, coach)).toEqual(['VALIDATION']);
  });

  test('reach a team from its staff, and the whole club from administrators, each person once', async () => {
    const [player, supporter] = await Promise.all([club.person(), club.person()]);
    const members = { PLAYER: [player], SUPPORTER: [supporter] };
    const teamId = await club.team({ owner: coach, name: 'Addressed', members });
    await club.settled();
    const words = { title: 'Bring cake', body: 'For all.' };
    expect(await refused(BROADCAST, words, coach)).toEqual(['FORBIDDEN']);
    expect(await refused(BROADCAST, { ...words, teamId }, player)).toEqual(['FORBIDDEN']);
    expect(await refused(BROADCAST, { ...words, teamId, roles: ['KING'] }, coach)).toEqual(['VALIDATION']);
    expect(await refused(BROADCAST, { ...words, body: 'a'.repeat(1_000_000) }, await club.admin())).not.toEqual([]);
    const told = await club.run(BROADCAST, { input: { ...words, teamId, roles: ['PLAYER'] } }, coach);
    expect(told.data.broadcast).toMatchObject({ recipients: 1, userErrors: [] });
    await eventually(async () => expect((await titles(player))[0]).toBe('Bring cake'));
    expect(await titles(supporter)).toEqual(['You are on Addressed']);

    // Enough for several batches, and one that fails in the middle: nobody is left out, nobody told twice.
    await club.sql(
      'notifications',
      `INSERT INTO "Account" ("userId", "roles", "version")
       SELECT 'usr_crowd' || lpad(i::text, 5, '0'), '{MEMBER}', 1 FROM generate_series(1, 900) AS i`,
    );
    const admin = await club.admin();
    const { data } = await club.run(BROADCAST, { input: { title: 'To all', body: 'Come.' } }, admin);
    const { recipients, broadcast } = data.broadcast;
    expect(recipients).toBeGreaterThan(900);
    await club.restart('notifications');
    await eventually(async () => {
      const { data: now } = await club.run(PROGRESS, { id: broadcast.id }, await club.admin());
      expect(now.broadcast).toMatchObject({ recipients, done: recipients, finishedAt: expect.any(String) });
    }, 60_000);
    const [{ count, people }] = (await club.sql(
      'notifications',
      `SELECT count(*)::int AS count, count(DISTINCT "userId")::int AS people FROM "Notification" WHERE "broadcastId" = $1`,
      [broadcast.id],
    )) as [{ count: number; people: number }];
    expect([count, people]).toEqual([recipients, recipients]);
  });
});

describe('the unread counter', () => {
  test('is exact though many change it at once', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Counted', members: { PLAYER: [player] } });
    await Promise.all(Array.from({ length: 8 }, (_, i) => practice(teamId, `Practice ${i}`)));
    const { notifications } = await inbox(player);
    const MARK = `mutation ($input: MarkNotificationsInput!) { markNotifications(input: $input) { unreadCount userErrors { code } } }`;
    const SNOOZE = `mutation ($input: SnoozeNotificationInput!) { snoozeNotification(input: $input) { notification { snoozedUntil } userErrors { code } } }`;
    const ids: string[] = notifications.nodes.map((it: { id: string }) => it.id);
    const until = new Date(club.clock.now().getTime() + 5 * 60_000);
    await Promise.all([
      ...ids.slice(0, 4).map((id) => done(MARK, { ids: [id], read: true }, player)),
      ...ids.slice(2, 6).map((id) => done(MARK, { ids: [id], archived: true }, player)),
      done(SNOOZE, { id: ids[6], until }, player),
      practice(teamId, 'One more'),
    ]);
    const after = await inbox(player);
    expect(after.unreadNotificationCount).toBe(ids.length - 7 + 1);
    const versions = await club.sql(
      'bus',
      `SELECT (payload->>'version')::int AS version FROM bus.record WHERE topic = 'fieldhouse.notifications.inbox.v1' AND key = $1 ORDER BY 1`,
      [player.id],
    );
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, i) => i + 1));
    club.clock.advance(5 * 60_000);
    expect((await inbox(player)).unreadNotificationCount).toBe(ids.length - 7 + 2);
  });
});
