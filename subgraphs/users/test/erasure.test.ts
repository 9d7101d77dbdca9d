import { startClub, type TestClub } from '@fieldhouse/testing';

let club: TestClub;
beforeAll(async () => {
  club = await startClub();
});
afterAll(() => club.stop());

const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userErrors { code } } }';
const SET_ASIDE = `
  INSERT INTO messaging.dead_letter
    (consumer, id, topic, key, type, sequence, source, occurred_at, payload, headers, error)
  VALUES ($1, gen_random_uuid(), 'fieldhouse.users.user.v1', $2, 'UserProfileUpdated', 1, 'users', now(), $3, '{}', $4)`;
const SET_TASK_ASIDE = `
  INSERT INTO messaging.dead_letter
    (consumer, id, topic, key, type, sequence, source, occurred_at, payload, headers, error)
  VALUES ($1, gen_random_uuid(), $2, $3, 'remind', 0, 'tests', now(), $4, '{}', $5)`;
const LETTERS = 'SELECT payload, error FROM messaging.dead_letter ORDER BY number';
const DOMAINS = ['auth', 'users', 'teams', 'events'];

test('dead letters of every domain forget who was deleted, and nobody else', async () => {
  const [ada, grace] = [await club.person(), await club.person()];
  await club.settled();
  for (const domain of DOMAINS)
    for (const [userId, displayName] of [
      [ada.id, 'Ada Lovelace'],
      [grace.id, 'Grace Hopper'],
    ]) {
      const payload = { userId, version: 2, displayName, initials: 'XY', color: '#112233' };
      const values = [domain, userId, JSON.stringify(payload), `cannot store ${displayName}`];
      await club.sql(domain, SET_ASIDE, values);
    }
  await club.run(DELETE, { input: { userId: ada.id } }, ada);
  await club.settled();
  for (const domain of DOMAINS) {
    const [hers, others] = await club.sql(domain, LETTERS);
    expect([domain, hers]).toEqual([
      domain,
      {
        payload: { userId: ada.id, version: 2, displayName: 'Former member', initials: '–', color: '#9e9e9e' },
        error: 'cannot store …',
      },
    ]);
    expect(others).toMatchObject({ payload: { displayName: 'Grace Hopper' }, error: 'cannot store Grace Hopper' });
  }
});

test('so do those of timers and jobs, which can still be done again by the ids that they keep', async () => {
  const [ada, grace] = [await club.person(), await club.person()];
  await club.settled();
  for (const domain of DOMAINS) {
    await club.sql(domain, 'DELETE FROM messaging.dead_letter');
    for (const [kind, { id: userId, email }] of [
      ['timer', ada],
      ['job', ada],
      ['job', grace],
    ] as const) {
      const payload = JSON.stringify({ userId, mail: { email } });
      await club.sql(domain, SET_TASK_ASIDE, [`${domain} tasks`, kind, userId, payload, `no mail to ${email}`]);
    }
  }
  await club.run(DELETE, { input: { userId: ada.id } }, ada);
  await club.settled();
  const forgotten = { payload: { userId: ada.id, mail: { email: '' } }, error: 'no mail to …' };
  const kept = { payload: { userId: grace.id, mail: { email: grace.email } }, error: `no mail to ${grace.email}` };
  for (const domain of DOMAINS)
    expect([domain, ...(await club.sql(domain, LETTERS))]).toEqual([domain, forgotten, forgotten, kept]);
});
