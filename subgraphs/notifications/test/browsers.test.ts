import { createECDH, randomBytes } from 'node:crypto';
import { codes, type Person, startClub, type TestClub } from '@fieldhouse/testing';

const ADD = `mutation ($input: AddPushSubscriptionInput!) {
  addPushSubscription(input: $input) { subscription { id device createdAt } userErrors { code path } }
}`;
const REMOVE = `mutation ($input: RemovePushSubscriptionInput!) {
  removePushSubscription(input: $input) { subscriptionId userErrors { code } }
}`;
const BROWSERS = '{ me { pushSubscriptions { id device } } }';
const BROWSERS_OF = 'query ($id: ID!) { user(id: $id) { displayName pushSubscriptions { id } } }';
const DELETE = 'mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { userId } }';

let club: TestClub;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  club = await startClub({}, { domains: ['teams', 'notifications'] });
  [ada, bob] = await Promise.all([club.person(), club.person()]);
});
afterAll(() => club.stop());
beforeEach(() => club.sql('notifications', 'DELETE FROM "PushSubscription"'));

const browser = (changed: object = {}) => ({
  endpoint: `https://push.example/${randomBytes(8).toString('hex')}`,
  p256dh: createECDH('prime256v1').generateKeys('base64url'),
  auth: randomBytes(16).toString('base64url'),
  device: 'Phone',
  ...changed,
});
const add = async (input: object, as: Person) => (await club.run(ADD, { input }, as)).data.addPushSubscription;
const browsersOf = async (person: Person) => (await club.run(BROWSERS, {}, person)).data.me.pushSubscriptions;

describe('a browser', () => {
  test('subscribes with the public key of the house, which stays the same', async () => {
    const key = async () => (await club.run('{ webPushPublicKey }')).data.webPushPublicKey;
    const before = await key();

    expect(Buffer.from(before, 'base64url')).toHaveLength(65);
    await club.restart('notifications');
    expect(await key()).toBe(before);
  });

  test('is one of its owner, who alone sees and removes it', async () => {
    const { subscription } = await add(browser(), ada);

    expect(await browsersOf(ada)).toEqual([{ id: subscription.id, device: 'Phone' }]);
    const theirs = await club.run(BROWSERS_OF, { id: ada.id }, bob);
    expect(theirs.data.user.pushSubscriptions).toBeNull();
    expect(theirs.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const remove = (as: Person) => club.run(REMOVE, { input: { subscriptionId: subscription.id } }, as);
    expect((await remove(bob)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await remove(ada)).data.removePushSubscription.subscriptionId).toBe(subscription.id);
    expect((await remove(ada)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await browsersOf(ada)).toEqual([]);
  });

  test('is there once, however often and at once it is added', async () => {
    const input = browser();
    const added = await Promise.all(Array.from({ length: 8 }, () => add(input, ada)));

    expect(new Set(added.map(({ subscription }) => subscription.id)).size).toBe(1);
    expect(await browsersOf(ada)).toHaveLength(1);
  });

  test('goes over to whoever signs in there next, by its keys', async () => {
    const input = browser();
    await add(input, ada);

    const other = browser();
    const taken = await add({ ...input, p256dh: other.p256dh, auth: other.auth }, bob);
    expect(taken).toMatchObject({ subscription: null, userErrors: [{ code: 'VALIDATION', path: ['endpoint'] }] });
    expect(await browsersOf(ada)).toHaveLength(1);
    expect(codes(await add(input, bob))).toEqual([]);
    expect([await browsersOf(ada), await browsersOf(bob)]).toEqual([
      [],
      [expect.objectContaining({ device: 'Phone' })],
    ]);
  });

  test('beyond ten lets the oldest go', async () => {
    for (const device of 'abcdefghijkl') await add(browser({ device }), ada);
    const devices = (await browsersOf(ada)).map(({ device }: { device: string }) => device);

    expect(devices).toEqual([...'lkjihgfedc']);
    await Promise.all([...'mnopqrst'].map((device) => add(browser({ device }), ada)));
    expect(await browsersOf(ada)).toHaveLength(10);
  });

  test.each([
    ...['https://127.0.0.1/x', 'https://localhost/x', 'https://2130706433/', 'https://[::ffff:10.0.0.1]/x'],
    ...['https://169.254.169.254/latest/meta-data', 'https://10.0.0.1:8443/x', 'https://printer.local/x'],
    'http://push.example/x',
  ])('is not at %s', async (endpoint) => {
    const { subscription, userErrors } = await add(browser({ endpoint }), ada);
    expect([subscription, userErrors]).toEqual([null, [{ code: 'VALIDATION', path: ['endpoint'] }]]);
  });

  test.each([
    ['p256dh', { p256dh: 'AAAA' }],
    ['auth', { auth: '' }],
    ['device', { device: '' }],
    ['device', { device: 'x'.repeat(101) }],
  ])('has a proper %s', async (path, changed) => {
    expect((await add(browser(changed), ada)).userErrors).toEqual([{ code: 'VALIDATION', path: [path] }]);
  });

  test('is called by its own name where no other is given', async () => {
    const { subscription } = await add({ ...browser(), device: undefined }, ada);
    expect(subscription.device).toMatch(/^\S/);
  });

  test('is nobody to strangers', async () => {
    const { errors } = await club.run(ADD, { input: browser() });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('is forgotten with its owner', async () => {
    const gone = await club.person();
    await add(browser(), gone);
    await club.run(DELETE, { input: { userId: gone.id } }, gone);
    await club.settled();

    expect(await club.sql('notifications', 'SELECT * FROM "PushSubscription"')).toEqual([]);
  });
});
