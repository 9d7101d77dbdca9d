import { codes, eventually, type Person, refusals, signIn, startClub, type TestClub } from '@fieldhouse/testing';

const INBOX = `query ($filter: NotificationFilter) { notifications(filter: $filter, first: 100) { nodes { title } } }`;
const CREATE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }`;
const UPDATE = `mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { userErrors { code } } }`;
const CANCEL = `mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { code } } }`;
const RESPOND = `mutation ($input: RespondToEventInput!) { respondToEvent(input: $input) { userErrors { code } } }`;
const PREFER = `mutation ($input: UpdateNotificationPreferencesInput!) {
  updateNotificationPreferences(input: $input) { userErrors { code path } }
}`;
const EXCEPT = `mutation ($input: SetEventRemindersInput!) {
  setEventReminders(input: $input) {
    preferences { reminderExceptions { team { name } event { title } before } } userErrors { code path }
  }
}`;
const LOCALE = `mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { userErrors { code } } }`;
const REMIND = `mutation ($input: CreateReminderInput!) {
  createReminder(input: $input) { reminder { id fireAt status event { title } createdBy { displayName } } userErrors { code path } }
}`;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let club: TestClub;
let coach: Person;
beforeAll(async () => {
  club = await startClub({ ACCESS_TOKEN_TTL: '24h' }, { domains: ['teams', 'events', 'notifications'] });
});
// Tokens end a day after, by a clock that tests put forward.
beforeEach(async () => {
  coach = coach ? await again(coach) : await club.person({ roles: ['TRAINER'] });
});
afterAll(() => club.stop());

const again = (person: Person) => signIn(club.run, person.email, person.password);

const AT_WORK = `SELECT "name" FROM messaging.task WHERE "name" IN ('tellReminder', 'tellEventReminder', 'heedClock')`;

/** Resolves when all that is due has been told. */
async function told(): Promise<void> {
  await club.settled();
  await eventually(async () => expect(await club.sql('notifications', AT_WORK)).toEqual([]));
  await club.settled();
}

/** What a person was told of, the latest first: of events, unless another category is named. */
async function titles(as: Person, category = 'EVENT'): Promise<string[]> {
  await told();
  const { data } = await club.run(INBOX, { filter: { category: [category] } }, await again(as));
  return data.notifications.nodes.map((it: { title: string }) => it.title);
}

async function done(document: string, input: object, as: Person) {
  const { data, errors } = await club.run(document, { input }, as);
  const [payload] = Object.values(data ?? {}) as { userErrors: { code: string }[] }[];
  if (errors || !payload || codes(payload).length > 0) throw new Error(JSON.stringify({ errors, payload }));
  return payload as unknown as { event: { id: string }; reminder: { id: string; fireAt: string } };
}

async function refused(document: string, input: object, as: Person): Promise<unknown> {
  const { data, errors } = await club.run(document, { input }, as);
  const [payload] = Object.values(data ?? {}) as { userErrors: { code: string }[] }[];
  return payload ? codes(payload) : refusals({ errors: errors ?? [] });
}

const ahead = (ms: number) => new Date(club.clock.now().getTime() + ms);

async function practice(teamId: string, title: string, inMs = 3 * DAY): Promise<string> {
  const startsAt = ahead(inMs);
  const input = { teamId, title, kind: 'PRACTICE', startsAt, endsAt: new Date(startsAt.getTime() + 5_400_000) };
  return (await done(CREATE, input, coach)).event.id;
}

describe('reminders', () => {
  test('of an event come at its time, once though two are late, and none of one that was called off', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Reminded', members: { PLAYER: [player] } });
    await done(PREFER, { eventReminders: ['P1D', 'PT2H'] }, player);
    await practice(teamId, 'Kept', 3 * DAY);
    const eventId = await practice(teamId, 'Called off', 3 * DAY);
    await club.settled();
    await done(CANCEL, { eventId }, coach);
    await told();
    await club.restart('notifications', async () => club.clock.advance(3 * DAY - HOUR)); // all were due meanwhile
    const reminders = async () => (await titles(player)).slice(0, 2);
    expect(await reminders()).toEqual(['Reminded: Kept', 'Reminded: Called off is cancelled']);
    club.clock.advance(HOUR / 2);
    expect(await reminders()).toEqual(['Reminded: Kept', 'Reminded: Called off is cancelled']);
  });

  test('that one makes oneself follow the event, and are refused in the past', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Own', members: { PLAYER: [player] } });
    const eventId = await practice(teamId, 'Moved', 3 * DAY);
    await club.settled();
    const input = { title: 'Take the ball along', eventId, beforeEvent: 'PT1H' };
    const { data } = await club.run(REMIND, { input }, player);
    expect(data.createReminder).toMatchObject({
      reminder: { status: 'SCHEDULED', event: { title: 'Moved' } },
      userErrors: [],
    });
    expect(await refused(REMIND, { title: 'Late', fireAt: '2020-01-01T00:00:00Z' }, player)).toEqual(['VALIDATION']);
    expect(await refused(REMIND, { title: 'Never' }, player)).toEqual(['VALIDATION']);
    expect(await refused(REMIND, { ...input, eventId: 'evt_none' }, player)).toEqual(['NOT_FOUND']);
    const startsAt = new Date(club.clock.now().getTime() + 2 * DAY);
    await done(UPDATE, { eventId, startsAt, endsAt: new Date(startsAt.getTime() + HOUR) }, coach);
    await club.settled();
    const list = `{ reminders { nodes { id fireAt } } }`;
    const [reminder] = (await club.run(list, {}, player)).data.reminders.nodes;
    expect(reminder.fireAt).toBe(new Date(startsAt.getTime() - HOUR).toISOString());
    const CALL_OFF = `mutation ($input: CancelReminderInput!) { cancelReminder(input: $input) { reminder { status } userErrors { code } } }`;
    expect(await refused(CALL_OFF, { id: reminder.id }, coach)).toEqual(['NOT_FOUND']);
    await done(CALL_OFF, { id: reminder.id }, player);
    expect(await refused(CALL_OFF, { id: reminder.id }, player)).toEqual(['ALREADY_DONE']);
    const second = await club.run(
      REMIND,
      { input: { title: 'Tea', fireAt: new Date(club.clock.now().getTime() + 60_000) } },
      player,
    );
    expect(codes(second.data.createReminder)).toEqual([]);
    club.clock.advance(61_000);
    expect(await titles(player, 'ACCOUNT')).toEqual(['Tea']);
  });
});

describe('who is reminded of an event', () => {
  test('is nobody who has said that they will not be there, nor by a reminder of their own', async () => {
    const [comes, declines] = await Promise.all([club.person(), club.person()]);
    const teamId = await club.team({ owner: coach, name: 'Asked', members: { PLAYER: [comes, declines] } });
    const eventId = await practice(teamId, 'Passing');
    await told();
    const own = { title: 'Bring the ball', eventId, beforeEvent: 'PT2H' };
    await done(REMIND, own, comes);
    await done(REMIND, own, declines);
    // At a time of one's own it is a matter of one's own.
    await done(REMIND, { title: 'Tell the coach why', eventId, fireAt: ahead(2 * DAY) }, declines);
    await done(RESPOND, { eventId, response: 'DECLINED' }, declines);
    club.clock.advance(3 * DAY - HOUR);
    expect((await titles(comes)).toSorted()).toEqual(['Asked: Passing', 'Asked: Passing', 'Bring the ball']);
    expect((await titles(declines)).toSorted()).toEqual(['Asked: Passing', 'Tell the coach why']);
  });

  test('waits for the events domain to say who comes', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Waiting', members: { PLAYER: [player] } });
    await practice(teamId, 'Passing');
    await told();
    await club.restart('events', async () => {
      club.clock.advance(2 * DAY + HOUR);
      await eventually(async () => {
        const [job] = await club.sql('notifications', `${AT_WORK} AND "lease" IS NULL AND "attempts" = 0`);
        expect(job).toEqual({ name: 'tellEventReminder' }); // given back, and no try is lost
      });
    });
    await eventually(async () => {
      club.clock.advance(1_000);
      expect(await club.sql('notifications', AT_WORK)).toEqual([]);
    }, 30_000);
    expect(await titles(player)).toEqual(['Waiting: Passing', 'Waiting: Passing']);
  });

  test('is reminded as they want it: of an event, else of its team, else as usual', async () => {
    const player = await club.person();
    const [usual, own] = await Promise.all(
      ['Usual', 'Own'].map((name) => club.team({ owner: coach, name, members: { PLAYER: [player] } })),
    );
    const [event] = await Promise.all([
      practice(own ?? '', 'Early'),
      practice(own ?? '', 'Late'),
      practice(usual ?? '', 'Any'),
    ]);
    await told();
    const { data } = await club.run(EXCEPT, { input: { teamId: own, before: ['PT2H'] } }, player);
    expect(data.setEventReminders).toMatchObject({
      preferences: { reminderExceptions: [{ team: { name: 'Own' }, event: null, before: ['PT2H'] }] },
      userErrors: [],
    });
    await done(EXCEPT, { eventId: event, before: ['PT36H'] }, player);
    club.clock.advance(DAY + 13 * HOUR); // 35 hours before
    expect((await titles(player)).slice(0, -3)).toEqual(['Own: Early']);
    club.clock.advance(12 * HOUR); // 23 hours before
    expect((await titles(player)).slice(0, -3)).toEqual(['Usual: Any', 'Own: Early']);
    club.clock.advance(22 * HOUR); // an hour before
    expect((await titles(player)).slice(0, -3)).toEqual(['Own: Late', 'Usual: Any', 'Own: Early']);
  });

  test('says so of teams they are on, of events to come, and of sensible times', async () => {
    const [player, stranger] = await Promise.all([club.person(), club.person()]);
    const teamId = await club.team({ owner: coach, name: 'Choosy', members: { PLAYER: [player] } });
    const eventId = await practice(teamId, 'Passing');
    await told();
    expect(await refused(EXCEPT, { before: [] }, player)).toEqual(['VALIDATION']);
    expect(await refused(EXCEPT, { teamId, eventId, before: [] }, player)).toEqual(['VALIDATION']);
    expect(await refused(EXCEPT, { teamId, before: ['P2M'] }, player)).toEqual(['VALIDATION']);
    expect(await refused(EXCEPT, { teamId, before: Array(6).fill('PT1H') }, player)).toEqual(['VALIDATION']);
    expect(await refused(EXCEPT, { teamId, before: [] }, stranger)).toEqual(['NOT_FOUND']);
    expect(await refused(EXCEPT, { eventId, before: [] }, stranger)).toEqual(['NOT_FOUND']);
    await done(EXCEPT, { eventId, before: [] }, player);
    await done(EXCEPT, { eventId }, player); // as usual again
    await done(CANCEL, { eventId }, coach);
    await told();
    expect(await refused(EXCEPT, { eventId, before: [] }, player)).toEqual(['EVENT_CANCELLED']);
    club.clock.advance(3 * DAY);
    expect(await titles(player)).toEqual(['Choosy: Passing is cancelled', 'Choosy: Passing']);
  });

  test('is reminded at the new time of an event that was moved, and not at the old one', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Movers', members: { PLAYER: [player] } });
    const eventId = await practice(teamId, 'Passing', 3 * DAY);
    await told();
    const startsAt = ahead(5 * DAY);
    await done(UPDATE, { eventId, startsAt, endsAt: new Date(startsAt.getTime() + HOUR) }, coach);
    await told();
    club.clock.advance(2 * DAY + HOUR);
    expect(await titles(player)).toEqual(['Movers: Passing has changed', 'Movers: Passing']);
    club.clock.advance(2 * DAY);
    expect(await titles(player)).toEqual(['Movers: Passing', 'Movers: Passing has changed', 'Movers: Passing']);
  });
});

describe('whoever goes by another clock', () => {
  const WAITING = `SELECT "channel"::text, "status"::text, "notBefore" AS at FROM "Delivery"
    WHERE "userId" = $1 AND "notificationId" IS NULL AND "status" = 'SCHEDULED'`;
  const DUE = `SELECT "run_at" AS at FROM messaging.task WHERE "name" = 'deliverAt' AND "key" LIKE $1`;
  const hoursIn = (at: unknown, timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at as Date);

  test('has digests at their own hour, and quiet hours by their own night', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Travelling', members: { PLAYER: [player] } });
    const daily = ['IN_APP', 'EMAIL'].map((channel) => ({ category: 'EVENT', channel, mode: 'DAILY' }));
    await done(LOCALE, { timeZone: 'Europe/Berlin' }, player);
    await told();
    await done(PREFER, { matrix: daily, digestAt: '07:30' }, player);
    await practice(teamId, 'Passing');
    await told();
    const hours = async (timeZone: string) => {
      const digests = await club.sql('notifications', WAITING, [player.id]);
      expect(digests.map(({ channel }) => channel).sort()).toEqual(['EMAIL', 'IN_APP']);
      const due = await club.sql('notifications', DUE, [`dig_${player.id}%`]);
      expect(due.map(({ at }) => Number(at)).sort()).toEqual(digests.map(({ at }) => Number(at)).sort());
      return [...new Set(digests.map(({ at }) => hoursIn(at, timeZone)))];
    };
    expect(await hours('Europe/Berlin')).toEqual(['07:30']);
    await done(LOCALE, { timeZone: 'Pacific/Auckland' }, player);
    await told();
    expect(await hours('Pacific/Auckland')).toEqual(['07:30']);
    await done(PREFER, { digestAt: '21:15' }, player);
    await told();
    expect(await hours('Pacific/Auckland')).toEqual(['21:15']);
  });

  test('is rung in the morning of where they are now', async () => {
    const player = await club.person();
    const teamId = await club.team({ owner: coach, name: 'Sleepers', members: { PLAYER: [player] } });
    const at = (hours: number) =>
      ahead(hours * HOUR)
        .toISOString()
        .slice(11, 16);
    await told();
    await done(PREFER, { quietHours: { start: at(-1), end: at(8) } }, player); // night in UTC, for eight more hours
    await practice(teamId, 'Passing');
    await told();
    const mail = `SELECT d."status"::text FROM "Delivery" d JOIN "Notification" n ON n."id" = d."notificationId"
      WHERE n."userId" = $1 AND n."category" = 'EVENT' AND d."channel" = 'EMAIL'`;
    expect(await club.sql('notifications', mail, [player.id])).toEqual([{ status: 'DEFERRED' }]);
    await done(LOCALE, { timeZone: 'Etc/GMT-12' }, player); // twelve hours ahead: day
    await told();
    await eventually(async () =>
      expect(await club.sql('notifications', mail, [player.id])).toEqual([{ status: 'SENT' }]),
    );
  });
});
