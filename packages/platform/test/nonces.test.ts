import { ownNonces } from '../src/clients/nonces.ts';
import { createLogger, createSignatureVerifier, type KeyValue, redisKeyValue, signRequest } from '../src/index.ts';
import { freePort } from '../src/net/free-port.ts';
import { hasRedis, kill, startRedis } from './redis-server.ts';

describe('the nonces that a process remembers', () => {
  let time = 1_000_000;
  const now = () => time;

  test('are bounded, and what may be one of the forgotten counts as known', async () => {
    const isNew = ownNonces({ skewMs: 30_000, now, most: 10 });
    const seen: [string, number][] = [];
    for (let i = 0; i < 40; i++, time++) {
      seen.push([`nonce-${i}`, time]);
      expect(await isNew(`nonce-${i}`, time)).toBe(true);
    }
    for (const [nonce, signedAt] of seen) expect(await isNew(nonce, signedAt)).toBe(false);
    expect(await isNew('another', time)).toBe(true);
  });
});

(hasRedis ? describe : describe.skip)('a signed request', () => {
  const secret = 'a secret that only the services know';
  let server: Awaited<ReturnType<typeof startRedis>>;
  let stores: [KeyValue, KeyValue];
  beforeAll(async () => {
    const port = await freePort();
    server = await startRedis(port);
    const open = () => redisKeyValue(`redis://127.0.0.1:${port}`, createLogger({ level: 'silent' }));
    stores = await Promise.all([open(), open()]);
  });
  afterAll(() => Promise.all(stores.map((store) => store.stop())));

  const signed = () => {
    const request = { method: 'POST', path: '/graphql', body: '{}', headers: {} };
    return { ...request, headers: signRequest(request, { caller: 'gateway', recipient: 'teams', secret }) };
  };
  const instance = (keyValue: KeyValue, recipient = 'teams') =>
    createSignatureVerifier({ recipient, secret, keyValue });
  const replayed = expect.objectContaining({ reason: 'replayed' });

  test('is accepted by one instance, whichever it comes to first', async () => {
    const [one, other] = [instance(stores[0]), instance(stores[1])];
    const request = signed();
    expect(await one(request)).toEqual({ caller: 'gateway' });
    await expect(other(request)).rejects.toEqual(replayed);
    const raced = signed();
    const outcomes = await Promise.allSettled([one(raced), other(raced)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('is accepted once by each instance while Redis is away', async () => {
    const [one, other] = [instance(stores[0]), instance(stores[1])];
    await kill(server);
    const request = signed();
    expect([await one(request), await other(request)]).toEqual([{ caller: 'gateway' }, { caller: 'gateway' }]);
    await expect(one(request)).rejects.toEqual(replayed);
  });
});
