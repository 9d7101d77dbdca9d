import { eventually } from '@fieldhouse/testing';
import { playSeason, type Season } from './played-season.ts';

const CREATE =
  'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors { code } } }';
const TOMORROW = {
  startsAt: new Date(Date.now() + 86_400_000).toISOString(),
  endsAt: new Date(Date.now() + 90_000_000).toISOString(),
};

const withoutVersions = (copies: Record<string, Record<string, unknown>[]>) => ({
  ...copies,
  Person: copies.Person?.map(({ version: _, ...person }) => person),
  Team: copies.Team?.map(({ version: _, ...team }) => team),
});

/** What a rebuild does, whatever events travel through. */
export const describeRebuild = (way: string, environment: Record<string, string>) =>
  describe(`a rebuilt copy, ${way}`, () => {
    let season: Season;
    beforeAll(async () => {
      season = await playSeason(environment);
    });
    afterAll(() => season?.club.stop());
    const events = (text: string, values?: unknown[]) => season.club.sql('events', text, values);
    /** Resolves when the copy shows what its owners have. */
    const inLine = () =>
      eventually(async () =>
        expect(withoutVersions(await season.copies())).toEqual(withoutVersions(await season.truth())),
      );

    async function wreck() {
      await events('DELETE FROM "TeamMember" WHERE "teamId" = $1', [season.teamIds[0]]);
      await events(`UPDATE "TeamMember" SET "role" = 'COACH', "active" = true WHERE "teamId" = $1`, [
        season.teamIds[1],
      ]);
      await events(`UPDATE "Team" SET "name" = 'Wrong', "archived" = NOT "archived"`);
      await events('DELETE FROM "Person" WHERE "id" = $1', [season.userIds[0]]);
      await events(`UPDATE "Person" SET "displayName" = 'Wrong' WHERE "id" = $1`, [season.userIds[1]]);
      await events(`UPDATE "Person" SET "initials" = 'W', "version" = 999 WHERE "id" = $1`, [season.userIds[2]]);
      await events(`INSERT INTO "Person" VALUES ('usr_stray', 'Stray', 'S', '#000000', 7)`);
      await events(`INSERT INTO "Team" VALUES ('tem_stray', 'Strays', 'UTC', false, 3)`);
      await events(`INSERT INTO "TeamMember" VALUES ('tem_stray', 'usr_stray', 'PLAYER', true, 3)`);
      await events(`INSERT INTO "TeamMember" VALUES ($1, 'usr_stray', 'PLAYER', true, 2)`, [season.teamIds[1]]);
    }

    test('equals the one that grew up live, whatever became of it', async () => {
      await inLine();
      const { Person, Team, TeamMember } = await season.copies();
      await wreck();
      await season.club.rebuild('events');
      expect(withoutVersions(await season.copies())).toEqual(withoutVersions({ Person, Team, TeamMember } as never));
      expect(await season.copies()).toMatchObject({ TeamMember });
    });

    test('follows what happens meanwhile', async () => {
      await wreck();
      let isOver = false;
      const writing = [3, 4, 6].map(async (index) => {
        for (let round = 0; !isOver || round < 3; round++) {
          await season.rename(index, `Player ${index} for the ${round}th time`);
          await season.swap(index);
        }
      });
      await season.deletePerson();
      await season.club.rebuild('events');
      isOver = true;
      await Promise.all(writing);
      await inLine();
    });

    test('is no news: nobody is invited by it, and who did not ask hears only the question', async () => {
      await inLine();
      const input = { teamId: season.teamIds[0], title: 'Row', kind: 'PRACTICE', ...TOMORROW };
      const made = await season.club.run(CREATE, { input }, await season.club.admin());
      expect(made.errors).toBeUndefined();
      await events('DELETE FROM "Attendance" WHERE "userId" = $1', [season.userIds[0]]);
      const invitations = () => events('SELECT "eventId", "userId" FROM "Attendance" ORDER BY "id"');
      const count = async (domain: string, table: string) =>
        Number((await season.club.sql(domain, `SELECT count(*) FROM messaging.${table}`))[0]?.count);
      const heardBy = async (owner: string) => (await count(owner, 'inbox')) - (await count('events', 'rebuild'));
      const before = await Promise.all([invitations(), heardBy('teams'), heardBy('auth')]);
      await wreck();
      await season.club.rebuild('events');
      await inLine();
      await eventually(async () =>
        expect(await Promise.all([invitations(), heardBy('teams'), heardBy('auth')])).toEqual(before),
      );
    });

    test('of a new domain is there before the domain is ready', async () => {
      await inLine();
      const emptied = async () => {
        await events('TRUNCATE "Person", "Team", "TeamMember", "Event", "Attendance", "LateAnswer"');
        await events('TRUNCATE messaging.rebuild CASCADE');
      };
      await season.club.restart('teams', async () => {
        await season.club.restart('events', emptied);
        const { Person } = await season.truth();
        await eventually(async () => expect((await season.copies()).Person).toHaveLength(Person?.length ?? 0));
        expect(await season.club.isReady('events')).toBe(false);
      });
      await eventually(async () => expect(await season.club.isReady('events')).toBe(true));
      expect(withoutVersions(await season.copies())).toEqual(withoutVersions(await season.truth()));
    });

    test('goes on where it was when its owner and the domain itself were stopped in the middle', async () => {
      await season.club.sql('users', MANY_PEOPLE);
      const rebuilt = season.club.rebuild('events');
      await eventually(async () =>
        expect(await season.club.sql('users', `SELECT FROM messaging.announcing WHERE last_id > ''`)).toHaveLength(1),
      );
      await season.club.restart('users', () => season.club.restart('events'));
      await rebuilt;
      const names = 'SELECT "id", "displayName" FROM "User" ORDER BY "id"';
      const people = await events('SELECT "id", "displayName" FROM "Person" WHERE "initials" <> $1 ORDER BY "id"', [
        '–',
      ]);
      expect(people).toEqual(await season.club.sql('users', names));
      const [last] = await events(
        'SELECT announced::int FROM messaging.rebuild WHERE topic = $1 AND part_of IS NULL ORDER BY asked_at DESC LIMIT 1',
        ['fieldhouse.users.user.v1'],
      );
      const [owned] = await season.club.sql('users', EVERYBODY);
      expect(last?.announced).toBe(owned?.count);
    });
  });

const MANY_PEOPLE = `
  INSERT INTO "User" ("id", "handle", "displayName", "status")
  SELECT 'usr_many_' || n, 'many-' || n, 'Person ' || n, 'ACTIVE' FROM generate_series(1, 2000) AS n`;
const EVERYBODY = `SELECT ((SELECT count(*) FROM "User") + (SELECT count(*) FROM "DeletedUser"))::int AS count`;
