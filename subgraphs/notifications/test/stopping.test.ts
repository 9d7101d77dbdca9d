import { eventually, startClub } from '@fieldhouse/testing';
import { startMailServer } from './outside/mail-server.ts';

const QUIET = `mutation ($input: PauseNotificationsInput!) { pauseNotifications(input: $input) { userErrors { code } } }`;
const MINUTE = 60_000;

const waiters = `SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%"Delivery"%'`;

describe('a house that is stopped', () => {
  test('finishes a mail that is under way, for whose address users has to be asked yet', async () => {
    const server = await startMailServer();
    const club = await startClub({ SMTP_URL: server.url }, { domains: ['teams', 'notifications'] });
    const warned = jest.spyOn(console, 'warn');
    try {
      const [coach, player] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.person()]);
      await club.run(QUIET, { input: { until: new Date(club.clock.now().getTime() + MINUTE) } }, player);
      await club.team({ owner: coach, members: { PLAYER: [player] } });
      await club.settled();
      // The mail is on its way, but cannot note yet where it goes.
      const held = await club.lock('notifications', 'SELECT FROM "Delivery" WHERE "userId" = $1 FOR UPDATE', [
        player.id,
      ]);
      club.clock.advance(MINUTE);
      await eventually(async () => expect(await club.sql('notifications', waiters)).toEqual([{ count: 1 }]));
      const stopped = club.stop();
      await eventually(() => expect(fetch(club.url)).rejects.toThrow());
      await held.release();
      await stopped;
      expect(server.posted.map(({ to }) => to)).toContain(player.email);
      expect(warned).not.toHaveBeenCalled();
    } finally {
      await server.stop();
    }
  });
});
