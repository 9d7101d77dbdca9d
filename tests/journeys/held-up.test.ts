import { eventually, type Person, startClub, type TestClub } from '@fieldhouse/testing';

const FOUND = 'mutation { createClub(input: { name: "Riverside", timeZone: "Europe/Berlin" }) { club { id } } }';
const CREATE = 'mutation ($name: String!) { createTeam(input: { name: $name, sport: "rowing" }) { team { id } } }';
const UPDATE = 'mutation ($id: ID!) { updateTeam(input: { teamId: $id, sport: "sailing" }) { team { sport } } }';
const ARCHIVE = 'mutation ($id: ID!) { archiveTeam(input: { teamId: $id }) { team { archivedAt } } }';
const READ = 'query ($id: ID!) { team(id: $id) { name } }';
const RENAME = 'mutation ($name: String!) { updateProfile(input: { displayName: $name }) { user { id } } }';

const WAITING = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
const LOCK_TEAM = 'SELECT FROM "Team" WHERE id = $1 FOR UPDATE';

let club: TestClub;
let coach: Person;

async function start(environment: Record<string, string>): Promise<void> {
  club = await startClub(environment, { domains: ['teams'] });
  await club.run(FOUND, {}, await club.admin());
  coach = await club.person({ displayName: 'Coach', roles: ['TRAINER'] });
  await club.settled();
}

const team = async (name: string): Promise<string> => (await club.run(CREATE, { name }, coach)).data.createTeam.team.id;
const waiting = () => club.sql('teams', WAITING);
const untilWaiting = (count = 1) =>
  eventually(async () => expect((await waiting()).length).toBeGreaterThanOrEqual(count));
const rename = (name: string) => club.run(RENAME, { name }, coach);
const copy = async () =>
  (await club.sql('teams', 'SELECT "displayName" FROM "Person" WHERE id = $1', [coach.id]))[0]?.displayName;

describe('while a lock is held for long', () => {
  const patient = { DATABASE_LOCK_TIMEOUT_MS: '60000', DATABASE_STATEMENT_TIMEOUT_MS: '0' };
  const timeouts = { SUBGRAPH_TIMEOUT_MS: '60000', REQUEST_TIMEOUT_MS: '90000', DATABASE_CONNECT_TIMEOUT_MS: '60000' };
  beforeAll(() => start({ ...patient, ...timeouts, DATABASE_POOL_SIZE: '4' }));

  test('other rows are read and changed, however many wait for it', async () => {
    const [held = '', free = ''] = [await team('Held'), await team('Free')];
    const lock = await club.lock('teams', LOCK_TEAM, [held]);
    const writers = Array.from({ length: 30 }, () => club.run(UPDATE, { id: held }, coach));
    await untilWaiting();
    const reads = await Promise.all(Array.from({ length: 30 }, () => club.run(READ, { id: free }, coach)));
    expect(reads.map(({ data, errors }) => errors ?? data.team.name)).toEqual(Array(30).fill('Free'));
    expect((await club.run(ARCHIVE, { id: free }, coach)).data.archiveTeam.team.archivedAt).not.toBeNull();
    expect(await waiting()).not.toEqual([]);
    await lock.release();
    const outcomes = (await Promise.all(writers)).map(
      ({ data, errors }) => errors?.[0]?.extensions.code ?? data.updateTeam.team.sport,
    );
    expect(outcomes.filter((it) => it !== 'SERVICE_UNAVAILABLE' && it !== 'sailing')).toEqual([]);
    expect(outcomes).toContain('sailing');
  });

  test('requests that need all connections keep no event waiting', async () => {
    const lock = await club.lock('teams', 'LOCK "Team"');
    const reads = Array.from({ length: 8 }, () => club.run('{ teams { nodes { id } } }', {}, coach));
    await untilWaiting(4);
    await rename('Casey');
    await eventually(async () => expect(await copy()).toBe('Casey'));
    expect(await waiting()).toHaveLength(4);
    await lock.release();
    await Promise.all(reads);
  });

  test('the house stops all the same', async () => {
    await club.lock('teams', 'LOCK "Person"');
    await rename('Cassidy');
    await untilWaiting();
    await club.stop();
  });
});

describe('who waits too long for a lock', () => {
  beforeAll(() => start({ DATABASE_LOCK_TIMEOUT_MS: '300' }));
  afterAll(() => club.stop());

  test('is told that later is right', async () => {
    const id = await team('Held');
    const lock = await club.lock('teams', LOCK_TEAM, [id]);
    expect((await club.run(UPDATE, { id }, coach)).errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    await lock.release();
    expect((await club.run(UPDATE, { id }, coach)).data.updateTeam.team.sport).toBe('sailing');
  });

  test('and is a reaction tries again for as long as it takes', async () => {
    const lock = await club.lock('teams', 'SELECT FROM "Person" WHERE id = $1 FOR UPDATE', [coach.id]);
    await rename('Casey');
    for (let times = 0; times < 9; times++) {
      await untilWaiting();
      await eventually(async () => expect(await waiting()).toEqual([]));
    }
    await lock.release();
    await eventually(async () => expect(await copy()).toBe('Casey'));
    expect(await club.sql('teams', 'SELECT FROM messaging.dead_letter')).toEqual([]);
  });
});
