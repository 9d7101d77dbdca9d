import { eventually, startClub, type TestClub } from '@fieldhouse/testing';

const RENAME = `mutation ($name: String!) {
  updateProfile(input: { displayName: $name }) { user { displayName } userErrors { code } } }`;
const WHO = '{ me { displayName } }';

describe('a rename that its caller gave up', () => {
  let club: TestClub;
  beforeAll(async () => {
    club = await startClub({ SUBGRAPH_TIMEOUT_MS: '1500' }, { domains: [] });
  });
  afterAll(() => club.stop());

  const renamed = (to: string) => ({ data: { updateProfile: { user: { displayName: to }, userErrors: [] } } });
  const late = { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] };

  test('is not begun once users answers again', async () => {
    const kim = await club.person({ displayName: 'Kim' });
    const thaw = club.freeze('users');
    expect(await club.run(RENAME, { name: 'Too Late' }, kim)).toMatchObject(late);
    thaw();
    expect(await club.run(RENAME, { name: 'Acknowledged' }, kim)).toMatchObject(renamed('Acknowledged'));
    await club.settled();
    expect((await club.run(WHO, {}, kim)).data.me.displayName).toBe('Acknowledged');
  });

  test('does not outlive its wait for a lock', async () => {
    const lee = await club.person({ displayName: 'Lee' });
    const lock = await club.lock('users', 'SELECT FROM "User" WHERE id = $1 FOR UPDATE', [lee.id]);
    expect(await club.run(RENAME, { name: 'Too Late' }, lee)).toMatchObject(late);
    await lock.release();
    expect(await club.run(RENAME, { name: 'Acknowledged' }, lee)).toMatchObject(renamed('Acknowledged'));
    await eventually(async () => {
      const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      expect(await club.sql('users', waiting)).toEqual([]);
    });
    expect((await club.run(WHO, {}, lee)).data.me.displayName).toBe('Acknowledged');
  });

  test('is not committed by a transaction that stood still', async () => {
    const max = await club.person({ displayName: 'Max' });
    const stuck = await club.lock('users', 'LOCK messaging.outbox IN EXCLUSIVE MODE');
    expect(await club.run(RENAME, { name: 'Too Late' }, max)).toMatchObject(late);
    await stuck.release();
    expect(await club.run(RENAME, { name: 'Acknowledged' }, max)).toMatchObject(renamed('Acknowledged'));
    await club.settled();
    expect((await club.run(WHO, {}, max)).data.me.displayName).toBe('Acknowledged');
  });
});
