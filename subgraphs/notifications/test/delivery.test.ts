import { codes, eventually, type Person, signIn, startClub, type TestClub } from '@fieldhouse/testing';

const CREATE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }`;
const UPDATE = `mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }`;
const CANCEL = `mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { code } } }`;
const PREFER = `mutation ($input: UpdateNotificationPreferencesInput!) {
  updateNotificationPreferences(input: $input) { userErrors { code path } }
}`;
const PAUSE = `mutation ($input: PauseNotificationsInput!) { pauseNotifications(input: $input) { userErrors { code } } }`;
const SEND = `mutation ($input: SendNotificationInput!) { sendNotification(input: $input) { userErrors { code } } }`;
const MARK = `mutation ($input: MarkNotificationsInput!) { markNotifications(input: $input) { userErrors { code } } }`;
const HOUR = 3_600_000;
const EVENT_MAIL = { category: 'EVENT', channel: 'EMAIL' };

let club: TestClub;
let coach: Person;
let teamId: string;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'events', 'notifications'] });
  coach = await club.person({ roles: ['TRAINER'] });
  teamId = await club.team({ owner: coach });
});
// Tokens end ten minutes after, by a clock that tests put forward.
beforeEach(async () => {
  coach = await again(coach);
});
afterAll(() => club.stop());

const again = (person: Person) => signIn(club.run, person.email, person.password);

async function done(document: string, input: object, as: Person) {
  const { data, errors } = await club.run(document, { input }, as);
  const [payload] = Object.values(data ?? {}) as { userErrors: { code: string }[] }[];
  if (errors || !payload || codes(payload).length > 0) throw new Error(JSON.stringify({ errors, payload }));
  return payload as unknown as { event: { id: string } };
}

/** Somebody new on the team, who has heard of that already. */
async function player(): Promise<Person> {
  const person = await club.person();
  const add = `mutation ($input: AddTeamMemberInput!) { addTeamMember(input: $input) { userErrors { code } } }`;
  await done(add, { teamId, userId: person.id, role: 'PLAYER' }, coach);
  await eventually(async () => expect(await mails(person)).toHaveLength(1));
  await club.sql('notifications', 'DELETE FROM "KeptMail" WHERE "userId" = $1', [person.id]);
  return person;
}

async function practice(title: string): Promise<string> {
  const startsAt = new Date(club.clock.now().getTime() + 72 * HOUR);
  const input = { teamId, title, kind: 'PRACTICE', startsAt, endsAt: new Date(startsAt.getTime() + HOUR) };
  return (await done(CREATE, input, coach)).event.id;
}

async function mails(person: Person): Promise<string[]> {
  await club.settled();
  const rows = await club.sql('notifications', 'SELECT "subject" FROM "KeptMail" WHERE "userId" = $1 ORDER BY 1', [
    person.id,
  ]);
  return rows.map(({ subject }) => String(subject));
}

/** What has become of somebody's mails about events. */
async function deliveries(person: Person): Promise<string[]> {
  await club.settled();
  const rows = await club.sql(
    'notifications',
    `SELECT "status" || coalesce(' ' || "reason", '') AS it FROM "Delivery" JOIN "Notification" n ON n."id" = "notificationId"
     WHERE "Delivery"."userId" = $1 AND "channel" = 'EMAIL' AND n."category" = 'EVENT' ORDER BY 1`,
    [person.id],
  );
  return rows.map(({ it }) => String(it));
}

/** The clock on a wall in UTC, so many hours from now. */
const wall = (hours: number) => new Date(club.clock.now().getTime() + hours * HOUR).toISOString().slice(11, 16);
const quiet = (hours: number) => ({ quietHours: { start: wall(-1), end: wall(hours) } });

describe('a mail', () => {
  test('waits for the end of quiet hours, but for what is critical; then it goes once', async () => {
    const ada = await player();
    await done(PREFER, quiet(2), ada);
    await practice('At night');
    expect(await deliveries(ada)).toEqual(['DEFERRED QUIET']);
    const words = { userId: ada.id, body: 'Now.', priority: 'CRITICAL' };
    await done(SEND, { ...words, title: 'The hall is on fire' }, coach);
    await eventually(async () => expect(await mails(ada)).toEqual(['The hall is on fire']));
    club.clock.advance(2 * HOUR);
    await eventually(async () => expect(await mails(ada)).toEqual(['Night Owls: At night', 'The hall is on fire']));
    expect(await deliveries(ada)).toEqual(['SENT']);
  });

  test('is not sent of what was called off, or switched off, in the meantime', async () => {
    const [ada, bob] = [await player(), await player()];
    await done(PREFER, quiet(2), ada);
    await done(PREFER, quiet(2), bob);
    const eventId = await practice('In doubt');
    await club.settled();
    await done(PREFER, { matrix: [{ ...EVENT_MAIL, mode: 'OFF' }] }, bob);
    await done(CANCEL, { eventId }, coach);
    await club.settled();
    club.clock.advance(2 * HOUR);
    await eventually(async () => expect(await mails(ada)).toEqual(['Night Owls: In doubt is cancelled']));
    await eventually(async () => expect(await deliveries(ada)).toEqual(['SENT', 'SUPPRESSED CANCELLED']));
    await eventually(async () =>
      expect(await deliveries(bob)).toEqual(['SUPPRESSED SWITCHED_OFF', 'SUPPRESSED SWITCHED_OFF']),
    );
    expect(await mails(bob)).toEqual([]);
  });

  test('that a pause held back comes when that is over', async () => {
    const ada = await player();
    await done(PAUSE, { until: new Date(club.clock.now().getTime() + 24 * HOUR) }, ada);
    await practice('Unheard of');
    expect(await deliveries(ada)).toEqual(['DEFERRED QUIET']);
    await done(PAUSE, {}, ada);
    await eventually(async () => expect(await mails(ada)).toEqual(['Night Owls: Unheard of']));
  });

  test('is one for many where a digest is wanted, by matter, without what was read', async () => {
    const ada = await player();
    await done(PREFER, { matrix: [{ ...EVENT_MAIL, mode: 'HOURLY' }] }, ada);
    const eventId = await practice('One');
    await done(UPDATE, { eventId, title: 'Uno' }, coach);
    await practice('Two');
    await practice('Read');
    await club.settled();
    const { data } = await club.run('{ notifications { nodes { id title } } }', {}, ada);
    const read = data.notifications.nodes.find(({ title }: { title: string }) => title.includes('Read'));
    await done(MARK, { ids: [read.id], read: true }, ada);
    expect(await mails(ada)).toEqual([]);
    expect(await deliveries(ada)).toEqual(Array(4).fill('DIGESTED'));
    club.clock.advance(HOUR);
    await eventually(async () => expect(await mails(ada)).toEqual(['3 notifications']));
    const [mail] = await club.sql('notifications', 'SELECT "text" FROM "KeptMail" WHERE "userId" = $1', [ada.id]);
    expect(mail?.text).toContain('Uno has changed');
    expect(mail?.text).toContain('Two');
    expect(mail?.text).not.toContain('Read');
    await eventually(async () =>
      expect(await deliveries(ada)).toEqual(['DIGESTED', 'DIGESTED', 'DIGESTED', 'SUPPRESSED READ']),
    );
  });

  test('is written in the language of who gets it, by their clock', async () => {
    const ada = await player();
    const prefer =
      'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { userErrors { code } } }';
    await done(prefer, { locale: 'de-DE', timeZone: 'Pacific/Auckland' }, ada);
    await club.settled();
    await practice('Auf Deutsch');
    await eventually(async () => expect(await mails(ada)).toEqual(['Night Owls: Auf Deutsch']));
    const { data } = await club.run('{ notifications(first: 1) { nodes { locale body } } }', {}, ada);
    expect(data.notifications.nodes).toMatchObject([{ locale: 'de-DE', body: expect.stringContaining('eingeladen') }]);
  });
});
