import { type Person, startClub, type TestClub } from '@fieldhouse/testing';

const WHO = '{ sessions { id } }';
const LOGOUT = 'mutation { logout { session { id } } }';
const GRANT = `mutation ($userId: ID!) { grantRole(input: { userId: $userId, role: TRAINER }) { user { id } } }`;
const FAILING = `
  CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full' USING ERRCODE = '53100'; END $$;
  CREATE CONSTRAINT TRIGGER failing AFTER INSERT ON messaging.outbox DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fail()`;

describe('a token', () => {
  let club: TestClub;
  let admin: Person;
  let kim: Person;
  beforeAll(async () => {
    club = await startClub({}, { domains: [] });
    admin = await club.admin();
    kim = await club.person({ displayName: 'Kim' });
  });
  afterAll(() => club.stop());

  const unavailable = [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }];

  test('is as good as before when the commit of what would have ended it fails', async () => {
    await club.sql('auth', FAILING);
    expect((await club.run(LOGOUT, {}, kim)).errors).toMatchObject(unavailable);
    expect((await club.run(GRANT, { userId: kim.id }, admin)).errors).toMatchObject(unavailable);
    await club.sql('auth', 'DROP TRIGGER failing ON messaging.outbox');
    expect((await club.run(WHO, {}, kim)).data.sessions).toHaveLength(1);
  });

  test('is refused as soon as whoever ended it has the answer', async () => {
    await club.run(GRANT, { userId: kim.id }, admin);
    expect((await club.run(WHO, {}, kim)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
