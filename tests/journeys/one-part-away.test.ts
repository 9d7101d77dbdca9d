import { type Answer, type Person, startClub, type TestClub } from '@fieldhouse/testing';

let club: TestClub;
let admin: Person;
let player: Person;
let id: string;

const run = (document: string, as: Person = player) => club.run(document, {}, as);
/** Where something is missing and why. */
const missing = ({ errors = [] }: Answer) =>
  errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`);

/** What is answered, all at once, while a domain stands still. */
async function without<const D extends readonly string[]>(domain: string, documents: D, as?: Person) {
  const thaw = club.freeze(domain);
  try {
    return (await Promise.all(documents.map((document) => run(document, as)))) as { [I in keyof D]: Answer };
  } finally {
    thaw();
  }
}

beforeAll(async () => {
  club = await startClub({ SUBGRAPH_TIMEOUT_MS: '3000' }, { domains: ['teams', 'events'] });
  admin = await club.admin();
  player = await club.person({ displayName: 'Pat Player' });
  await run('mutation { createClub(input: { name: "Riverside", timeZone: "UTC" }) { club { id } } }', admin);
  const TEAM = 'mutation { createTeam(input: { name: "Night Owls", sport: "Chess" }) { team { id } } }';
  id = (await run(TEAM, admin)).data.createTeam.team.id;
  await run(`mutation { addTeamMember(input: { teamId: "${id}", userId: "${player.id}" }) { member { id } } }`, admin);
  const [startsAt, endsAt] = [24, 26].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  const times = `startsAt: "${startsAt}", endsAt: "${endsAt}"`;
  await run(
    `mutation { createEvent(input: { teamId: "${id}", title: "Match", kind: GAME, ${times} }) { event { id } } }`,
    admin,
  );
  await club.settled();
});
afterAll(() => club.stop());

describe('while one domain stands still, the others are answered', () => {
  test('users', async () => {
    const [me, sessions] = await without('users', [
      `{ me { displayName } team(id: "${id}") { name } }`,
      '{ sessions { current user { id displayName } } }',
    ]);
    expect(me.data).toEqual({ me: null, team: { name: 'Night Owls' } });
    expect(missing(me)).toEqual(['me SERVICE_UNAVAILABLE']);
    expect(sessions.data.sessions).toEqual([{ current: true, user: null }]);
  });
  test('users, asked for lists', async () => {
    const [lists] = await without(
      'users',
      ['{ users { nodes { id } } teams { nodes { name } } events { totalCount } }'],
      admin,
    );
    expect(lists.data).toEqual({ users: null, teams: { nodes: [{ name: 'Night Owls' }] }, events: { totalCount: 1 } });
    expect(missing(lists)).toEqual(['users SERVICE_UNAVAILABLE']);
  });
  test('teams', async () => {
    const [mine, theirs] = await without('teams', [
      '{ me { displayName memberships { role } } teams { totalCount } }',
      '{ events { nodes { title team { name } } } club { name } }',
    ]);
    expect(mine.data).toEqual({ me: { displayName: 'Pat Player', memberships: null }, teams: null });
    expect(missing(mine).toSorted()).toEqual(['me.memberships SERVICE_UNAVAILABLE', 'teams SERVICE_UNAVAILABLE']);
    expect(theirs.data).toEqual({ events: { nodes: [{ title: 'Match', team: { name: 'Night Owls' } }] }, club: null });
  });
  test('events', async () => {
    const span = 'from: "2026-01-01T00:00:00Z", to: "2026-12-01T00:00:00Z"';
    const [page] = await without('events', [
      `{ team(id: "${id}") { name upcomingEvents { totalCount } } calendar(${span}) { id } me { displayName } }`,
    ]);
    expect(page.data).toEqual({
      team: { name: 'Night Owls', upcomingEvents: null },
      calendar: null,
      me: { displayName: 'Pat Player' },
    });
  });
});

describe('of two changes in one request', () => {
  test('one is told to be done, though the other’s domain stands still', async () => {
    const TWO = `mutation {
      updateTeam(input: { teamId: "${id}", sport: "Go" }) { team { sport } }
      updateProfile(input: { displayName: "Late" }) { user { id } }
    }`;
    const [two] = await without('users', [TWO], admin);
    expect(two.data).toEqual({ updateTeam: { team: { sport: 'Go' } }, updateProfile: null });
    expect(missing(two)).toEqual(['updateProfile SERVICE_UNAVAILABLE']);
  });
  test('one is told to be done, though the other is refused', async () => {
    const TWO = `mutation {
      archiveTeam(input: { teamId: "${id}" }) { team { id } }
      updateProfile(input: { displayName: "Pat Again" }) { user { displayName } }
    }`;
    const two = await run(TWO);
    expect(two.data).toEqual({ archiveTeam: null, updateProfile: { user: { displayName: 'Pat Again' } } });
    expect(missing(two)).toEqual(['archiveTeam FORBIDDEN']);
  });
});

test('a part that is refused leaves the rest', async () => {
  const answer = await run(`{ users { nodes { id } } signingKeys { kid } team(id: "${id}") { name } }`);
  expect(answer.data).toEqual({ users: null, signingKeys: null, team: { name: 'Night Owls' } });
  expect(missing(answer).toSorted()).toEqual(['signingKeys FORBIDDEN', 'users FORBIDDEN']);
});
