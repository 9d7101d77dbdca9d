import { eventually, type Person, startClub, type TestClub } from '@fieldhouse/testing';
import { importJWK, jwtVerify } from 'jose';
import { browserAt, startPushService } from './outside/push-service.ts';

const ADD = `mutation ($input: AddPushSubscriptionInput!) {
  addPushSubscription(input: $input) { subscription { id } userErrors { code } }
}`;
const LOG = `query ($userId: ID!, $status: DeliveryStatus) {
  deliveryLog(userId: $userId, channel: WEB_PUSH, status: $status) { nodes { id status attempts reason target } }
}`;

let service: Awaited<ReturnType<typeof startPushService>>;
let club: TestClub;
let coach: Person;
let admin: Person;
beforeAll(async () => {
  service = await startPushService();
  const environment = { PUBLIC_URL: 'https://api.riverside.example', ACCESS_TOKEN_TTL: '24h' };
  club = await startClub(environment, { domains: ['teams', 'notifications'], publicAgent: service.agent });
  [coach, admin] = await Promise.all([club.person({ roles: ['TRAINER'] }), club.admin()]);
});
afterAll(async () => {
  await club.stop();
  await service.stop();
});
beforeEach(() => service.answer(201));

/** Somebody with browsers that are told. */
async function subscriber(browsers = 1) {
  const person = await club.person();
  const added = Array.from({ length: browsers }, () => browserAt(service.endpoint()));
  for (const { input } of added) await club.run(ADD, { input }, person);
  await club.settled();
  return { person, browsers: added, path: new URL(added[0]?.input.endpoint ?? '').pathname };
}

const putOnTeam = (person: Person) => club.team({ owner: coach, name: 'Owls', members: { PLAYER: [person] } });
const deliveries = async ({ id }: Person, status: string | null = null) =>
  (await club.run(LOG, { userId: id, status }, admin)).data.deliveryLog.nodes;
const became = (person: Person, status: string, count = 1) =>
  eventually(async () => {
    const all = await deliveries(person, status);
    if (all.length >= count) return all;
    club.clock.advance(1_000);
    throw new Error(JSON.stringify(await deliveries(person)));
  }, 40_000);
const rungAt = (path: string) => service.rung.filter((it) => it.path === path);

describe('a push message', () => {
  test('reaches the browser, which alone can read it', async () => {
    const { person, browsers, path } = await subscriber();
    await putOnTeam(person);
    const [{ id, target }] = await became(person, 'SENT');
    const [rung] = rungAt(path);

    expect(rung && browsers[0]?.read(rung)).toMatchObject({
      ...{ id, category: 'TEAM', title: 'You are on Owls', lang: 'en' },
      url: expect.stringMatching(/^\/teams\/tem_/),
    });
    expect(rung?.headers).toMatchObject({ ttl: '86400', urgency: 'normal', 'content-encoding': 'aes128gcm' });
    expect(rung?.headers.topic).toMatch(/^[\w-]{32}$/);
    expect(target).toMatch(/^psh_/);
  });

  test('says who sends it, by the key that browsers subscribe with (RFC 8292)', async () => {
    const { person, path } = await subscriber();
    await putOnTeam(person);
    await became(person, 'SENT');
    const [, token = '', published = ''] =
      /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(rungAt(path)[0]?.headers.authorization ?? '') ?? [];
    const { data } = await club.run('{ webPushPublicKey }');
    const bytes = Buffer.from(published, 'base64url');
    const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((half) => half.toString('base64url'));
    const key = await importJWK({ kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, 'ES256');
    const { payload } = await jwtVerify(token, key);

    expect(published).toBe(data.webPushPublicKey);
    expect(payload).toMatchObject({ sub: 'https://api.riverside.example', aud: new URL(service.endpoint()).origin });
  });

  test('goes to each browser of a person once', async () => {
    const { person, browsers } = await subscriber(3);
    await putOnTeam(person);
    await became(person, 'SENT', 3);

    for (const { input } of browsers) expect(rungAt(new URL(input.endpoint).pathname)).toHaveLength(1);
  });

  test.each([404, 410])('ends a subscription that the service knows no more (%i)', async (status) => {
    const { person, path } = await subscriber();
    service.answer(status);
    await putOnTeam(person);

    expect(await became(person, 'FAILED')).toEqual([
      expect.objectContaining({ reason: 'The subscription has expired' }),
    ]);
    expect(rungAt(path)).toHaveLength(1);
    const { data } = await club.run('{ me { pushSubscriptions { id } } }', {}, person);
    expect(data.me.pushSubscriptions).toEqual([]);
  });

  test.each([429, 500, 503])('goes again where the service cannot take it now (%i)', async (status) => {
    const { person } = await subscriber();
    service.answer(status, status, 201);
    await putOnTeam(person);

    expect(await became(person, 'SENT')).toEqual([expect.objectContaining({ attempts: 3 })]);
  });

  test.each([302, 308])('follows no redirect (%i)', async (status) => {
    const { person, path } = await subscriber();
    service.answer(status, 201);
    await putOnTeam(person);
    await became(person, 'SENT');

    expect(rungAt(path)).toHaveLength(2);
    expect(rungAt('/elsewhere')).toEqual([]);
  });

  test('that the service refuses is given up', async () => {
    const { person, path } = await subscriber();
    service.answer(413);
    await putOnTeam(person);

    expect(await became(person, 'FAILED')).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('413') }),
    ]);
    expect(rungAt(path)).toHaveLength(1);
  });
});

describe('the internet', () => {
  test('is all that a push message gets to, wherever a name leads by then', async () => {
    const outer = await startClub({}, { domains: ['teams', 'notifications'] });
    try {
      const [owner, person, chief] = await Promise.all([
        outer.person({ roles: ['TRAINER'] }),
        outer.person(),
        outer.admin(),
      ]);
      await outer.run(ADD, { input: browserAt('https://push.example/x').input }, person);
      // As if the name had led elsewhere when it was given.
      const inside = service.endpoint().replace('push.example', 'localhost');
      await outer.sql('notifications', 'UPDATE "PushSubscription" SET "endpoint" = $1', [inside]);
      await outer.settled();
      await outer.team({ owner, members: { PLAYER: [person] } });

      await eventually(async () => {
        const { data } = await outer.run(LOG, { userId: person.id, status: null }, chief);
        expect(data.deliveryLog.nodes).toEqual([
          expect.objectContaining({ reason: expect.stringContaining('public internet') }),
        ]);
      });
      expect(rungAt(new URL(inside).pathname)).toEqual([]);
    } finally {
      await outer.stop();
    }
  });
});
