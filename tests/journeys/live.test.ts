import { byEventStream, byWebSocket, type Listening, type Person, type Visit, visitClub } from '@fieldhouse/testing';

const SCHEDULE = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }`;
const CANCEL = `mutation ($input: CancelEventInput!) { cancelEvent(input: $input) { userErrors { code } } }`;
const CHANGED = `subscription ($id: ID!) {
  eventChanged(id: $id) {
    title status startsAt team { name } attendees(first: 3) { nodes { user { displayName } } }
  }
}`;

let club: Visit;
let coach: Person;
let player: Person;
let teamId: string;
const open: Listening[] = [];
beforeAll(async () => {
  club = await visitClub();
  coach = await club.person({ displayName: 'Casey Coach', roles: ['TRAINER'] });
  player = await club.person({ displayName: 'Pat Player' });
  teamId = await club.team({ owner: coach, name: 'Otters', members: { PLAYER: [player] } });
});
afterEach(() => {
  for (const it of open.splice(0)) it.stop();
});
afterAll(() => club.stop());

async function practice(): Promise<string> {
  const startsAt = new Date(Date.now() + 86_400_000);
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const input = { teamId, title: 'Practice', kind: 'PRACTICE', startsAt, endsAt };
  const { data, errors } = await club.run(SCHEDULE, { input }, coach);
  if (!data?.createEvent?.event) throw new Error(JSON.stringify(errors ?? data));
  return data.createEvent.event.id;
}

describe.each([
  ['WebSocket', byWebSocket],
  ['an event stream', byEventStream],
])('by %s', (_, listen) => {
  test('a player hears of a cancelled practice, with what other domains know of it', async () => {
    const id = await practice();
    const phone = listen(club.url, { query: CHANGED, variables: { id }, since: 0 }, player);
    open.push(phone);
    const first = await phone.next();
    expect(first?.data).toMatchObject({ eventChanged: { status: 'SCHEDULED' } });
    await club.run(CANCEL, { input: { eventId: id, reason: 'Rain' } }, coach);
    const told = await phone.next();
    expect(told?.data.eventChanged).toMatchObject({ title: 'Practice', status: 'CANCELLED', team: { name: 'Otters' } });
    const names = told?.data.eventChanged.attendees.nodes.map(
      ({ user }: { user: { displayName: string } }) => user.displayName,
    );
    expect(names.sort()).toEqual(['Casey Coach', 'Pat Player']);
    expect(told?.extensions?.live?.version).toBeGreaterThan(first?.extensions?.live?.version ?? 0);
  });
});
