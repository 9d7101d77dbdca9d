import { KEY_SET } from '@fieldhouse/kit';
import { type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { tokens { accessToken } } }';
const ROTATE = 'mutation { rotateSigningKey { key { kid state } userErrors { code } } }';
const ME = '{ me { id } }';

let club: TestClub;
let admin: Person;
beforeAll(async () => {
  club = await startClub({ ACCESS_TOKEN_TTL: '2h' }, { domains: [] });
  admin = await club.admin();
});
afterAll(() => club.stop());

interface Key {
  readonly kid: string;
  readonly d?: string;
}

const published = async (): Promise<Key[]> =>
  ((await (await fetch(new URL('/.well-known/jwks.json', club.url))).json()) as { keys: Key[] }).keys;
const signedIn = async ({ email, password }: Person): Promise<{ token: string }> => {
  const { data } = await club.run(LOGIN, { input: { email, password } });
  return { token: data.login.tokens.accessToken };
};
const kidOf = ({ token }: { token: string }): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
const rotate = async (): Promise<string> => (await club.run(ROTATE, {}, admin)).data.rotateSigningKey.key.kid;
const answered = async (as: { token: string }) => {
  const answer = await club.run(ME, {}, as);
  return refusals(answer)?.[0] ?? 'honoured';
};

test('are published without their private halves', async () => {
  expect((await published()).every(({ d }) => d === undefined)).toBe(true);
});

test('rotate, and tokens of the old one and of the new one are good at once', async () => {
  const ada = await club.person();
  const kid = await rotate();
  expect(await published()).toHaveLength(3);
  const fresh = await signedIn(ada);
  expect([kidOf(ada), kidOf(fresh)]).toEqual([expect.not.stringMatching(kid), kid]);
  expect([await answered(ada), await answered(fresh)]).toEqual(['honoured', 'honoured']);
});

test('rotate once, however often and whenever that is asked for while the next key is new', async () => {
  club.clock.advance(KEY_SET.publishedBeforeSigning * 1000);
  const before = await published();
  const kids = await Promise.all(Array.from({ length: 8 }, rotate));
  expect(new Set(kids).size).toBe(1);
  club.clock.advance((KEY_SET.publishedBeforeSigning - 60) * 1000);
  expect(await rotate()).toBe(kids[0]);
  expect(await published()).toHaveLength(before.length + 1);
  club.clock.advance(60_000);
  expect(await rotate()).not.toBe(kids[0]);
});

test('sign only what everybody can check: no rotation refuses a fresh token', async () => {
  const ada = await club.person();
  for (let i = 0; i < 4; i++) {
    await rotate();
    expect(await answered(await signedIn(ada))).toBe('honoured');
    club.clock.advance((KEY_SET.publishedBeforeSigning / 2) * 1000);
  }
});

test('are replaced by the next one when they are withdrawn, and their tokens are refused', async () => {
  const ada = await club.person();
  expect(await answered(ada)).toBe('honoured');
  await club.sql('auth', `DELETE FROM "SigningKey" WHERE state = 'ACTIVE'`);
  club.clock.advance(KEY_SET.keptFor * 1000);
  expect(await answered(ada)).toBe('UNAUTHENTICATED');
  const fresh = await signedIn(ada);
  expect(kidOf(fresh)).not.toBe(kidOf(ada));
  expect(await answered(fresh)).toBe('honoured');
  admin = await club.admin();
});
