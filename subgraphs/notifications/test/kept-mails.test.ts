import { eventually, startClub, type TestClub } from '@fieldhouse/testing';

let club: TestClub;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'notifications'] });
});
afterAll(() => club.stop());

describe('without a mail server', () => {
  test('a developer reads the mails of the house', async () => {
    const [coach, person] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person()]);
    await club.settled();
    await club.team({ owner: coach, members: { PLAYER: [person] } });
    const read = async () => (await fetch(new URL('/mail', club.url))).text();

    await eventually(async () => expect(await read()).toContain(person.email));
  });

  test('so many are kept, and the oldest go', async () => {
    const insert = `INSERT INTO "KeptMail" SELECT 'dlv_' || n, 'usr_1', 'a@example.org', 'Subject', 'text', 'html', now() - n * interval '1 min'
      FROM generate_series(1, 200) AS n`;
    await club.sql('notifications', insert);
    const [coach, person] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person()]);
    await club.settled();
    await club.team({ owner: coach, members: { PLAYER: [person] } });

    await eventually(async () => {
      const kept = await club.sql('notifications', 'SELECT "to" FROM "KeptMail" ORDER BY "createdAt" DESC');
      expect(kept).toHaveLength(50);
      expect(kept.slice(0, 5).map(({ to }) => to)).toContain(person.email);
    });
  });
});
