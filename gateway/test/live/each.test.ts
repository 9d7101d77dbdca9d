import { type LiveHouse, openLiveHouse, type Told } from '../fixture/live-house.ts';

const HEARD = 'subscription { heard { text } }';

let house: LiveHouse;
let token: string;
beforeAll(async () => {
  house = await openLiveHouse();
  token = await house.token();
});
beforeEach(() => {
  house.news.length = 0;
  house.client.calls.length = 0;
  house.client.instead = house.answer;
});
afterEach(() => house.closeClients());
afterAll(() => house.stop());

const happen = async (...texts: string[]) => {
  for (const text of texts) await house.happen(text);
};
const told = (version: number, text: string) => ({ data: { heard: { text } }, extensions: { live: { version } } });
const several = async (listening: { next(): Promise<Told | undefined> }, count: number) => {
  const all: (Told | undefined)[] = [];
  while (all.length < count) all.push(await listening.next());
  return all;
};

describe.each([
  ['a WebSocket', () => house.bySocket],
  ['an event stream', () => house.byStream],
] as const)('a field that tells each, by %s,', (_, way) => {
  const listen = (since?: number) => way()(token, { query: HEARD, ...(since === undefined ? {} : { since }) });

  test('passes nothing over, however many come at once', async () => {
    await happen('before');
    const listening = listen();
    const upcoming = listening.next();
    while (house.looks() === 0) await new Promise(setImmediate);
    await happen('a', 'b', 'c', 'd');
    expect(await upcoming).toEqual(told(2, 'a'));
    expect(await several(listening, 3)).toEqual([told(3, 'b'), told(4, 'c'), told(5, 'd')]);
    await happen('e');
    expect(await listening.next()).toEqual(told(6, 'e'));
  });
  test('goes on after what its client has seen', async () => {
    await happen('a', 'b', 'c');
    const listening = listen(1);
    expect(await several(listening, 2)).toEqual([told(2, 'b'), told(3, 'c')]);
  });
  test('begins with the newest where the client has seen nothing', async () => {
    await happen('a', 'b');
    const listening = listen(0);
    expect(await listening.next()).toEqual(told(2, 'b'));
    await happen('c', 'd');
    expect(await several(listening, 2)).toEqual([told(3, 'c'), told(4, 'd')]);
  });
  test.each([undefined, 0])('tells all there ever was to whoever was there before, with version %p', async (since) => {
    const listening = listen(since);
    const upcoming = listening.next();
    while (house.looks() === 0) await new Promise(setImmediate);
    await happen('a', 'b');
    expect([await upcoming, await listening.next()]).toEqual([told(1, 'a'), told(2, 'b')]);
  });
  test('catches up on what was signalled to nobody', async () => {
    await happen('a');
    const listening = listen(1);
    const upcoming = listening.next();
    while (house.looks() === 0) await new Promise(setImmediate);
    house.news.push({ id: 'n2', text: 'b', version: 2 }, { id: 'n3', text: 'c', version: 3 });
    await house.signals.publishMissed();
    expect([await upcoming, await listening.next()]).toEqual([told(2, 'b'), told(3, 'c')]);
  });
  test('waits for a domain that is away, and passes nothing over', async () => {
    const listening = listen(0);
    await happen('a');
    await listening.next();
    let failures = 0;
    house.client.instead = async (call) => {
      failures += 1;
      if (failures > 1) return house.answer(call);
      throw new Error('connect ECONNREFUSED');
    };
    await happen('b', 'c');
    expect(await several(listening, 2)).toEqual([told(2, 'b'), told(3, 'c')]);
  });
  test('tells a fault once, and goes on when something happens', async () => {
    const listening = listen(0);
    await happen('a');
    await listening.next();
    const upcoming = listening.next();
    house.client.instead = async () => ({ data: { heard: null }, errors: [{ message: 'select *', path: ['heard'] }] });
    await happen('b');
    expect(await upcoming).toMatchObject({ errors: [{ message: 'Something went wrong' }] });
    house.client.instead = house.answer;
    await happen('c');
    expect(await several(listening, 2)).toEqual([told(2, 'b'), told(3, 'c')]);
  });
  test('is refused like any other', async () => {
    const listening = listen(0);
    house.client.instead = async () => ({
      data: { heard: null },
      errors: [{ message: 'Needs: member', path: ['heard'], extensions: { code: 'FORBIDDEN' } }],
    });
    await happen('a');
    const outcome = await listening.next().catch((errors: unknown) => ({ errors }));
    expect(outcome).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});

test('what each is told of waits at its owner, not here', async () => {
  const listening = house.bySocket(token, { since: 0, query: HEARD });
  const first = listening.next();
  await happen('a');
  await first;
  house.client.calls.length = 0;
  await happen(...Array.from({ length: 50 }, (_, at) => `n${at}`));
  const all = await several(listening, 50);
  expect(all.map((it) => it?.extensions?.live?.version)).toEqual(Array.from({ length: 50 }, (_, at) => at + 2));
});
