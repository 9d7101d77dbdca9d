import { createDenyList, EVERY_VERSION } from '@fieldhouse/kit';
import { createLogger, type KeyValue, redisKeyValue } from '@fieldhouse/platform';
import { eventually, hasRedis, type Person, refusals, startClub, startRedis, type TestClub } from '@fieldhouse/testing';
import { Redis } from 'ioredis';

const ME = '{ me { id } }';
const BAN = 'mutation ($input: BanUserInput!) { banUser(input: $input) { userErrors { code } } }';
const LOGOUT = 'mutation { logout { userErrors { code } } }';
const KEY = 'fieldhouse:denied';

const withRedis = hasRedis ? describe : describe.skip;

withRedis('whoever is denied, when Redis loses what it held,', () => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  let redis: Redis;
  let club: TestClub;
  let admin: Person;

  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
    club = await startClub({ REDIS_URL: server.url }, { domains: [] });
    admin = await club.admin();
  });
  afterAll(async () => {
    await club.stop();
    redis.disconnect();
    await server.stop();
  });

  const answered = async (as: { token: string }) => refusals(await club.run(ME, {}, as))?.[0] ?? 'honoured';
  const denied = async (): Promise<Person> => {
    const mallory = await club.person();
    await club.run(BAN, { input: { userId: mallory.id, reason: 'x' } }, admin);
    await eventually(async () => expect(await answered(mallory)).toBe('UNAUTHENTICATED'));
    return mallory;
  };
  /** What the token is answered until it is known again whose are served. */
  const untilServed = async (mallory: Person): Promise<unknown[]> => {
    const answers: unknown[] = [];
    await eventually(async () => {
      answers.push(await answered(mallory));
      expect(answers.at(-1)).not.toBe('SERVICE_UNAVAILABLE'); // each process remembers for a second, admin's answer too
      expect(await answered(admin)).toBe('honoured');
    });
    return answers;
  };

  test('is not let in again when it was emptied', async () => {
    const mallory = await denied();
    await redis.flushall();
    const answers = await untilServed(mallory);
    expect(answers.at(-1)).toBe('UNAUTHENTICATED');
    expect(answers).not.toContain('honoured');
  });

  test('is not let in again when the list was evicted', async () => {
    const mallory = await denied();
    await redis.del(KEY);
    const answers = await untilServed(mallory);
    expect(answers.at(-1)).toBe('UNAUTHENTICATED');
    expect(answers).not.toContain('honoured');
  });

  test('is denied again when a replica that had not heard of it took over', async () => {
    const mallory = await club.person();
    await club.run(LOGOUT, {}, mallory);
    const held = Object.keys(await redis.hgetall(KEY)).filter((subject) => subject !== 'filled');
    await redis.hdel(KEY, ...held);
    await eventually(async () => expect(Object.keys(await redis.hgetall(KEY))).toEqual(expect.arrayContaining(held)));
    expect(await answered(mallory)).toBe('UNAUTHENTICATED');
  });

  test('leaves the list when the last of their tokens has expired', async () => {
    const mallory = await club.person();
    await club.run(LOGOUT, {}, mallory);
    expect(await redis.hlen(KEY)).toBeGreaterThan(1);
    club.clock.advance(3_600_000);
    // Once from the original, then from the copy.
    await eventually(async () => expect(await club.sql('auth', 'SELECT 1 FROM "Denial"')).toEqual([]));
    club.clock.advance(3_600_000);
    await eventually(async () => expect(await redis.hkeys(KEY)).toEqual(['filled']));
    admin = await club.admin();
  });
});

withRedis('a list of the denied in Redis', () => {
  let server: Awaited<ReturnType<typeof startRedis>>;
  let store: KeyValue;
  const viewer = { id: 'usr_1', sessionId: 'ses_1', roles: [], scopes: [] };

  beforeAll(async () => {
    server = await startRedis();
    store = await redisKeyValue(server.url, createLogger({ level: 'silent' }));
  });
  afterAll(async () => {
    await store.stop();
    await server.stop();
  });

  test('lets nobody in before it is filled, though single denials are in it', async () => {
    const list = createDenyList(store);
    await list.deny(new Map([['ses_2', EVERY_VERSION]]));
    await expect(list.refuses(viewer, 1)).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    expect(await list.isFilled()).toBe(false);
    await list.mend(async () => new Map([['usr_1', 3]]));
    expect([await list.refuses(viewer, 2), await list.refuses(viewer, 3), await list.isFilled()]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('keeps the higher of two versions, whoever comes last', async () => {
    const list = createDenyList(store);
    await list.deny(new Map([['usr_1', 5]]));
    await list.deny(new Map([['usr_1', 4]]));
    expect(await list.refuses(viewer, 4)).toBe(true);
  });
});
