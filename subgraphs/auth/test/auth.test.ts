import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { type Answer, codes, eventually, type Person, refusals, startClub, type TestClub } from '@fieldhouse/testing';
import { importJWK, SignJWT } from 'jose';
import { decrypt, deriveKey } from '../src/secrets.ts';

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accepted userErrors { code path } } }';
const LOGIN = `mutation ($input: LoginInput!) {
  login(input: $input) { tokens { accessToken refreshToken } session { id device } user { id } userErrors { code message } }
}`;
const REFRESH =
  'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { tokens { accessToken refreshToken } userErrors { code } } }';
const CHANGE =
  'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { tokens { accessToken } userErrors { code path } } }';
const GRANT = 'mutation ($input: GrantRoleInput!) { grantRole(input: $input) { user { roles } userErrors { code } } }';
const REVOKE =
  'mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { user { roles } userErrors { code } } }';
const ME = '{ me { id } }';

const AUTH_SECRET = 'the-secret-of-auth-and-of-these-tests';

let club: TestClub;
beforeAll(async () => {
  club = await startClub({ REFRESH_GRACE_SECONDS: '10', TRUST_PROXY: '1', AUTH_SECRET }, { domains: [] });
});
afterAll(() => club.stop());

/** As seen from an address: the test's proxy is trusted to name it. */
async function from(address: string, document: string, input: Record<string, unknown>) {
  const response = await fetch(club.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ query: document, variables: { input } }),
  });
  return ((await response.json()) as Answer).data;
}

const login = async (email: string, password: string) =>
  (await club.run(LOGIN, { input: { email, password } })).data.login;
const refresh = async (refreshToken: string) =>
  (await club.run(REFRESH, { input: { refreshToken } })).data.refreshSession;

describe('register', () => {
  test('answers the same for a new address and for one that has an account, and leaves that account alone', async () => {
    const ada = await club.person();
    const again = await club.run(REGISTER, {
      input: { email: ada.email.toUpperCase(), password: 'quite another password', displayName: 'Mallory' },
    });
    expect(again.data.register).toEqual({ accepted: true, userErrors: [] });
    expect(codes(await login(ada.email, 'quite another password'))).toEqual(['INVALID_CREDENTIALS']);
    expect(codes(await login(ada.email, ada.password))).toEqual([]);
  });
  test.each([
    ['a short password', { password: 'short' }, 'WEAK_PASSWORD', 'password'],
    ['a common password', { password: 'Password123' }, 'WEAK_PASSWORD', 'password'],
    ['the address as password', { password: 'new@example.org' }, 'WEAK_PASSWORD', 'password'],
    ['a password of a megabyte', { password: 'x'.repeat(900_000) }, 'WEAK_PASSWORD', 'password'],
    ['no name', { displayName: ' ' }, 'VALIDATION', 'displayName'],
  ])('refuses %s', async (_, input, code, field) => {
    const { data } = await club.run(REGISTER, {
      input: { email: 'new@example.org', password: 'a fine password', displayName: 'New', ...input },
    });
    expect(data.register).toEqual({ accepted: null, userErrors: [{ code, path: [field] }] });
  });
  test('takes no role and no malformed address', async () => {
    const input = { email: 'x@example.org', password: 'a fine password', displayName: 'X' };
    expect(refusals(await club.run(REGISTER, { input: { ...input, roles: ['ADMIN'] } }))).toEqual(['BAD_USER_INPUT']);
    expect(refusals(await club.run(REGISTER, { input: { ...input, email: 'nobody' } }))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('login', () => {
  test('answers the same for an unknown address and for a wrong password', async () => {
    const ada = await club.person();
    expect(await login(ada.email, 'wrong password')).toEqual(await login('nobody@example.org', 'wrong password'));
  });
  test('shuts an address out that guesses, with growing waits, and not the owner at another', async () => {
    const ada = await club.person();
    const guess = () => from('203.0.113.9', LOGIN, { email: ada.email, password: 'a wrong guess' });
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(codes((await guess()).login)[0]);
    expect(answers).toEqual([...Array(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
    const right = { email: ada.email, password: ada.password };
    expect(codes((await from('203.0.113.9', LOGIN, right)).login)).toEqual(['RATE_LIMITED']);
    expect(codes((await from('198.51.100.1', LOGIN, right)).login)).toEqual([]);
  });
  test('slows down unknown addresses when many guess at one account, and never the owner at hers', async () => {
    const ada = await club.person();
    const home = '198.51.100.7';
    const right = { email: ada.email, password: ada.password };
    await from(home, LOGIN, right);
    const flood = Array.from({ length: 55 }, (_, i) =>
      from(`203.0.113.${100 + i}`, LOGIN, { email: ada.email, password: 'a wrong guess' }),
    );
    await Promise.all(flood);
    expect(codes((await from('192.0.2.200', LOGIN, right)).login)).toEqual(['RATE_LIMITED']);
    expect(codes((await from(home, LOGIN, right)).login)).toEqual([]);
  });
  test('counts unknown addresses alike', async () => {
    const guess = () => from('203.0.113.77', LOGIN, { email: 'never@example.org', password: 'a wrong guess' });
    for (let i = 0; i < 5; i++) await guess();
    expect(codes((await guess()).login)).toEqual(['RATE_LIMITED']);
  });
  test('works with a token that is no good in the header', async () => {
    const ada = await club.person();
    const { data } = await club.run(LOGIN, { input: { email: ada.email, password: ada.password } }, { token: 'a.b.c' });
    expect(codes(data.login)).toEqual([]);
  });
});

describe('refreshSession', () => {
  test('gives a new token for each', async () => {
    const ada = await club.person();
    const one = await refresh(ada.refreshToken);
    const two = await refresh(one.tokens.refreshToken);
    expect(new Set([ada.refreshToken, one.tokens.refreshToken, two.tokens.refreshToken]).size).toBe(3);
    expect((await club.run(ME, {}, { token: two.tokens.accessToken })).data.me.id).toBe(ada.id);
  });
  test('is one trade, however often it is asked for at once', async () => {
    const ada = await club.person();
    const trades = await Promise.all(Array.from({ length: 20 }, () => refresh(ada.refreshToken)));
    expect(new Set(trades.map(({ tokens }) => tokens.refreshToken)).size).toBe(1);
  });
  test('ends the session when an older token turns up', async () => {
    const ada = await club.person();
    const one = await refresh(ada.refreshToken);
    const two = await refresh(one.tokens.refreshToken);
    expect(codes(await refresh(ada.refreshToken))).toEqual(['TOKEN_REUSED']);
    expect(codes(await refresh(two.tokens.refreshToken))).toEqual(['TOKEN_INVALID']);
    expect(refusals(await club.run(ME, {}, { token: two.tokens.accessToken }))).toEqual(['UNAUTHENTICATED']);
  });
  test('ends the session when the latest is repeated after the grace window', async () => {
    const ada = await club.person();
    await refresh(ada.refreshToken);
    await club.sql(
      'auth',
      `UPDATE "RefreshToken" SET "usedAt" = now() - interval '11 seconds' WHERE "usedAt" IS NOT NULL AND "sessionId" IN (SELECT id FROM "Session" WHERE "accountId" = $1)`,
      [ada.id],
    );
    expect(codes(await refresh(ada.refreshToken))).toEqual(['TOKEN_REUSED']);
  });
  test('refuses what is no token', async () => {
    for (const token of ['', 'x', 'y'.repeat(10_000)]) expect(codes(await refresh(token))).toEqual(['TOKEN_INVALID']);
  });
  test('keeps no token that could be used', async () => {
    const ada = await club.person();
    const rows = await club.sql('auth', 'SELECT hash FROM "RefreshToken"');
    expect(rows.map((row) => row.hash)).not.toContain(ada.refreshToken);
  });
});

describe('sessions', () => {
  const SESSIONS = '{ sessions { id current device } }';
  const another = async (person: Person) => ({
    ...person,
    token: (await login(person.email, person.password)).tokens.accessToken as string,
  });

  test('are listed, and end one by one or all but this', async () => {
    const ada = await club.person();
    const [phone, tablet] = [await another(ada), await another(ada)];
    const { data } = await club.run(SESSIONS, {}, ada);
    expect(data.sessions.map(({ current }: { current: boolean }) => current)).toEqual([false, false, true]);
    await club.run(
      'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { session { id } } }',
      { input: { sessionId: data.sessions[0].id } },
      ada,
    );
    expect(refusals(await club.run(ME, {}, tablet))).toEqual(['UNAUTHENTICATED']);
    const others = await club.run('mutation { revokeOtherSessions { count } }', {}, ada);
    expect(others.data.revokeOtherSessions.count).toBe(1);
    expect(refusals(await club.run(ME, {}, phone))).toEqual(['UNAUTHENTICATED']);
    expect((await club.run(ME, {}, ada)).data.me.id).toBe(ada.id);
  });
  test('of somebody else do not exist', async () => {
    const [ada, mallory] = await Promise.all([club.person(), club.person()]);
    const { data } = await club.run(SESSIONS, {}, ada);
    const end = 'mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { session { id } } }';
    expect(refusals(await club.run(end, { input: { sessionId: data.sessions[0].id } }, mallory))).toEqual([
      'NOT_FOUND',
    ]);
    expect((await club.run(ME, {}, ada)).data.me.id).toBe(ada.id);
  });
  test('say when they were last used, though their tokens were renewed long ago', async () => {
    const [{ now }] = (await club.sql('auth', 'SELECT now()')) as [{ now: Date }];
    const ada = await club.person();
    await club.run(ME, {}, ada);
    await club.sql('auth', `UPDATE "Session" SET "lastSeenAt" = '2001-01-01' WHERE "accountId" = $1`, [ada.id]);
    const { data } = await club.run('{ session { lastSeenAt } }', {}, ada);
    expect(Date.parse(data.session.lastSeenAt)).toBeGreaterThanOrEqual(now.getTime());
  });
  test('end by logout', async () => {
    const ada = await club.person();
    await club.run('mutation { logout { session { id } } }', {}, ada);
    expect(refusals(await club.run(ME, {}, ada))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await refresh(ada.refreshToken))).toEqual(['TOKEN_INVALID']);
  });
  test('that ended since the gateway looked keep nobody from signing in', async () => {
    const ada = await club.person();
    await club.run('mutation { logout { session { id } } }', {}, ada);
    const { login } = await club.ask('auth', LOGIN, { input: { email: ada.email, password: ada.password } }, ada);
    expect(login).toMatchObject({ user: { id: ada.id }, userErrors: [] });
    await expect(club.ask('auth', '{ sessions { id } }', {}, ada)).rejects.toThrow('The access token was revoked');
  });
});

describe('changePassword', () => {
  test('acknowledges one of several that come at once, and that one is true', async () => {
    const ada = await club.person();
    const passwords = ['one-new-password', 'two-new-passwords', 'three-new-passwords'];
    const answers = await Promise.all(
      passwords.map((newPassword) => club.run(CHANGE, { input: { currentPassword: ada.password, newPassword } }, ada)),
    );
    const done = passwords.filter((_, i) => answers[i]?.data.changePassword?.tokens);
    expect(done).toHaveLength(1);
    expect((await login(ada.email, done[0] ?? '')).tokens).not.toBeNull();
  });

  test('ends every other session and gives this one new tokens', async () => {
    const ada = await club.person();
    const { data } = await club.run(
      CHANGE,
      { input: { currentPassword: ada.password, newPassword: 'a brand new password' } },
      ada,
    );
    expect(refusals(await club.run(ME, {}, ada))).toEqual(['UNAUTHENTICATED']);
    expect((await club.run(ME, {}, { token: data.changePassword.tokens.accessToken })).data.me.id).toBe(ada.id);
    expect(codes(await login(ada.email, ada.password))).toEqual(['INVALID_CREDENTIALS']);
    expect(codes(await login(ada.email, 'a brand new password'))).toEqual([]);
  });
  test('needs the current one', async () => {
    const ada = await club.person();
    const { data } = await club.run(
      CHANGE,
      { input: { currentPassword: 'not my password', newPassword: 'a brand new password' } },
      ada,
    );
    expect(codes(data.changePassword)).toEqual(['INVALID_CREDENTIALS']);
    expect((await club.run(ME, {}, ada)).data.me.id).toBe(ada.id);
  });
});

describe('roles', () => {
  test('are for administrators to grant, and renew tokens', async () => {
    const ada = await club.person();
    const input = { userId: ada.id, role: 'TRAINER' };
    expect(refusals(await club.run(GRANT, { input }, ada))).toEqual(['FORBIDDEN']);
    const admin = await club.admin();
    expect((await club.run(GRANT, { input }, admin)).data.grantRole.user.roles).toEqual(['MEMBER', 'TRAINER']);
    expect(codes((await club.run(GRANT, { input }, admin)).data.grantRole)).toEqual(['ALREADY_DONE']);
    expect(refusals(await club.run(ME, {}, ada))).toEqual(['UNAUTHENTICATED']);
    const { tokens } = await refresh(ada.refreshToken);
    expect((await club.run('{ me { roles } }', {}, { token: tokens.accessToken })).data.me.roles).toEqual([
      'MEMBER',
      'TRAINER',
    ]);
  });
  test('leave the club an administrator, even when two go at once', async () => {
    const first = await club.admin();
    const second = await club.person({ roles: ['ADMIN'] });
    const quit = (who: Person, by: Person) => club.run(REVOKE, { input: { userId: who.id, role: 'ADMIN' } }, by);
    const both = await Promise.all([quit(first, second), quit(second, first)]);
    const outcomes = both.flatMap(({ data, errors }) => (errors ? refusals({ errors }) : codes(data.revokeRole)));
    expect(outcomes).toHaveLength(1);
    expect(await club.sql('auth', `SELECT count(*)::int AS admins FROM "Account" WHERE 'ADMIN' = ANY(roles)`)).toEqual([
      { admins: 1 },
    ]);
    await club.sql('auth', `UPDATE "Account" SET roles = '{ADMIN,MEMBER}' WHERE id = $1`, [first.id]);
  });
  test('of others are not told', async () => {
    const [ada, bob] = await Promise.all([club.person(), club.person()]);
    expect(refusals(await club.run('query ($id: ID!) { user(id: $id) { roles } }', { id: bob.id }, ada))).toEqual([
      'FORBIDDEN',
    ]);
  });
});

describe('a token', () => {
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const parts = (token: string) =>
    token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  const jwks = async () =>
    (await (await fetch(new URL('/.well-known/jwks.json', club.url))).json()) as { keys: { x: string; kid: string }[] };
  const forge = (header: object, claims: object, key: (text: string) => string) => {
    const text = `${base64(header)}.${base64(claims)}`;
    return `${text}.${key(text)}`;
  };
  const other = generateKeyPairSync('ed25519').privateKey;
  const signed = (text: string) => sign(null, Buffer.from(text), other).toString('base64url');

  test.each([
    ['unsigned', (header: object, claims: object) => forge({ ...header, alg: 'none' }, claims, () => 'x')],
    ['signed by somebody else', (header: object, claims: object) => forge(header, claims, signed)],
    [
      'signed by a key that nobody published',
      (header: object, claims: object) => forge({ ...header, kid: '../../dev/null' }, claims, signed),
    ],
    [
      'altered',
      (header: object, claims: object, token: string) =>
        `${base64(header)}.${base64({ ...claims, scope: 'admin' })}.${token.split('.')[2]}`,
    ],
  ])('that is %s is refused', async (_, make) => {
    const ada = await club.person();
    const [header, claims] = parts(ada.token);
    expect(refusals(await club.run(ME, {}, { token: make(header, claims, ada.token) }))).toEqual(['UNAUTHENTICATED']);
  });
  test('that is signed with the public key as a secret is refused', async () => {
    const ada = await club.person();
    const [header, claims] = parts(ada.token);
    const [key] = (await jwks()).keys;
    const token = forge({ ...header, alg: 'HS256' }, claims, (text) =>
      createHmac('sha256', key?.x ?? '')
        .update(text)
        .digest('base64url'),
    );
    expect(refusals(await club.run(ME, {}, { token }))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a token that auth itself signed', () => {
  const soon = () => Math.floor(Date.now() / 1000) + 60;
  /** By the key that signs now, as it stands in the database. */
  const token = async (person: Person, claims: Record<string, unknown>, header: Record<string, unknown> = {}) => {
    const [key] = await club.sql('auth', `SELECT kid, "privateJwk" FROM "SigningKey" WHERE state = 'ACTIVE'`);
    const jwk = JSON.parse(decrypt(String(key?.privateJwk), deriveKey(AUTH_SECRET, 'signing keys')));
    const own = { sub: person.id, sid: 'ses_of_a_test', iss: 'fieldhouse/auth', aud: 'fieldhouse', exp: soon() };
    return new SignJWT({ ...own, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: String(key?.kid), ...header })
      .setIssuedAt()
      .sign(await importJWK(jwk, 'EdDSA'));
  };

  test('is honoured', async () => {
    const ada = await club.person();
    expect((await club.run(ME, {}, { token: await token(ada, {}) })).data.me.id).toBe(ada.id);
  });
  test.each([
    ['is expired', { exp: soon() - 120 }, {}],
    ['never expires', { exp: undefined }, {}],
    ['is not for this club', { aud: 'another-club' }, {}],
    ['is of another issuer', { iss: 'https://elsewhere.example' }, {}],
    ['is of another kind', {}, { typ: 'JWT' }],
    ['belongs to no session', { sid: undefined }, {}],
  ])('and that %s is refused', async (_, claims, header) => {
    const ada = await club.person();
    const refused = await club.run(ME, {}, { token: await token(ada, claims, header) });
    expect(refusals(refused)).toEqual(['UNAUTHENTICATED']);
  });
});

test('validateToken tells other services whose a token is, and when it is no more', async () => {
  const ada = await club.person({ roles: ['TRAINER'] });
  const validity = async (token: string) =>
    (
      await club.ask('auth', 'query ($token: String!) { validateToken(token: $token) { valid userId roles scopes } }', {
        token,
      })
    ).validateToken;
  const [roles, scopes] = [
    ['MEMBER', 'TRAINER'],
    ['member', 'trainer'],
  ];
  expect(await validity(ada.token)).toEqual({ valid: true, userId: ada.id, roles, scopes });
  const invalid = { valid: false, userId: null, roles: [], scopes: [] };
  expect(await validity('nonsense')).toEqual(invalid);
  await club.run('mutation { logout { session { id } } }', {}, ada);
  expect(await validity(ada.token)).toEqual(invalid);
});

const BAN = 'mutation ($input: BanUserInput!) { banUser(input: $input) { user { id } } }';

test('a ban that runs out lets the person in again', async () => {
  const ada = await club.person();
  const until = new Date(Date.now() + 3_600_000);
  await club.run(BAN, { input: { userId: ada.id, reason: 'x', until } }, await club.admin());
  await eventually(async () => expect(codes(await login(ada.email, ada.password))).toEqual(['ACCOUNT_BANNED']));
  await club.sql('auth', `UPDATE "Account" SET "bannedUntil" = now() - interval '1 second' WHERE id = $1`, [ada.id]);
  expect(codes(await login(ada.email, ada.password))).toEqual([]);
});

test('a ban whose announcement comes after that of its end shuts nobody out', async () => {
  const [ada, admin] = await Promise.all([club.person(), club.admin()]);
  const UNBAN = 'mutation ($input: UnbanUserInput!) { unbanUser(input: $input) { user { id version } } }';
  await club.run(BAN, { input: { userId: ada.id, reason: 'x' } }, admin);
  const { data } = await club.run(UNBAN, { input: { userId: ada.id } }, admin);
  await club.settled();
  const ban = { userId: ada.id, version: data.unbanUser.user.version - 1, reason: 'x' };
  // As if it had been set aside at the time and were replayed now.
  await club.sql(
    'auth',
    `INSERT INTO messaging.dead_letter (consumer, id, topic, key, type, sequence, source, occurred_at, payload, headers, error, replay_requested_at)
     VALUES ('auth', gen_random_uuid(), 'fieldhouse.users.user.v1', $1, 'UserBanned', $2, 'users', now(), $3, '{}', 'none', now())`,
    [ada.id, ban.version, JSON.stringify(ban)],
  );
  const waiting = 'SELECT 1 FROM messaging.dead_letter WHERE key = $1 AND replayed_at IS NULL';
  await eventually(async () => expect(await club.sql('auth', waiting, [ada.id])).toEqual([]));
  expect(codes(await login(ada.email, ada.password))).toEqual([]);
});
