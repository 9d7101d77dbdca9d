import { byEventStream, byWebSocket, type Listening, type Person, type Visit, visitClub } from '@fieldhouse/testing';

const SEND = `mutation ($input: SendNotificationInput!) {
  sendNotification(input: $input) { notification { id } userErrors { code } }
}`;
const READ = `mutation { markNotifications(input: { all: true, read: true }) { userErrors { code } } }`;
const RECEIVED = 'subscription { notificationReceived(category: [EVENT]) { id title actor { displayName } } }';
const UNREAD = 'subscription { unreadCountChanged }';

let club: Visit;
let admin: Person;
let person: Person;
const open: Listening[] = [];
beforeAll(async () => {
  club = await visitClub();
  admin = await club.admin();
});
beforeEach(async () => {
  person = await club.person({ displayName: 'Ida Inbox' });
});
afterEach(() => {
  for (const it of open.splice(0)) it.stop();
});
afterAll(() => club.stop());

async function send(title: string): Promise<string> {
  const input = { userId: person.id, title, body: 'Bring water.', category: 'EVENT' };
  const { data, errors } = await club.run(SEND, { input }, admin);
  if (!data?.sendNotification?.notification) throw new Error(JSON.stringify(errors ?? data));
  return data.sendNotification.notification.id;
}

const burst = (count: number) => Promise.all(Array.from({ length: count }, (_, at) => send(`Word ${at}`)));

/** The next so many notifications that a phone is told of. */
async function next(phone: Listening, count: number) {
  const ids: string[] = [];
  const versions: number[] = [];
  while (ids.length < count) {
    const told = await phone.next();
    if (!told || told.errors) throw new Error(JSON.stringify(told));
    ids.push(told.data.notificationReceived.id);
    versions.push(told.extensions?.live?.version ?? 0);
  }
  return { ids, versions };
}

const ascending = (versions: readonly number[]) => [...new Set(versions)].sort((a, b) => a - b);

describe.each([
  ['WebSocket', byWebSocket],
  ['an event stream', byEventStream],
])('an inbox, by %s,', (_, listen) => {
  // By another gateway than the sender's, where there are two.
  const phoneOf = (query: string, since: number) => {
    const phone = listen(club.otherUrl, { query, since }, person);
    open.push(phone);
    return phone;
  };

  test('tells of each notification of a burst once, in order, and over a reconnect of what came meanwhile', async () => {
    const phone = phoneOf(RECEIVED, 0);
    const first = phone.next();
    await send('First');
    const { extensions, data } = (await first) ?? {};
    expect(data.notificationReceived).toMatchObject({ title: 'First', actor: { displayName: expect.any(String) } });
    const sent = await burst(8);
    const told = await next(phone, 8);
    expect(told.ids.toSorted()).toEqual(sent.toSorted());
    expect(told.versions).toEqual(ascending([extensions?.live?.version ?? 0, ...told.versions]).slice(1));
    phone.stop();
    const meanwhile = await burst(5);
    const again = await next(phoneOf(RECEIVED, told.versions.at(-1) ?? 0), 5);
    expect(again.ids.toSorted()).toEqual(meanwhile.toSorted());
    expect(again.versions).toEqual(ascending(again.versions));
  });

  test('tells how many are unread, as they come and are read', async () => {
    const phone = phoneOf(UNREAD, 0);
    // The house itself has a word for newcomers too, which may come in between.
    const untilTold = async (isIt: (unread: number) => boolean) => {
      for (;;) {
        const told = await phone.next();
        if (!told || told.errors) throw new Error(JSON.stringify(told));
        if (isIt(told.data.unreadCountChanged)) return;
      }
    };
    await untilTold(() => true);
    await burst(4);
    const { data } = await club.run('{ unreadNotificationCount }', {}, person);
    await untilTold((unread) => unread >= data.unreadNotificationCount);
    await club.run(READ, {}, person);
    await untilTold((unread) => unread === 0);
  });
});
