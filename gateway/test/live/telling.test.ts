import { type LiveHouse, openLiveHouse } from '../fixture/live-house.ts';

let house: LiveHouse;
let token: string;
beforeAll(async () => {
  house = await openLiveHouse();
  token = await house.token();
});
beforeEach(() => {
  house.matches.clear();
  house.put('first');
  house.reset();
  house.client.calls.length = 0;
  house.client.instead = house.answer;
});
afterEach(() => house.closeClients());
afterAll(() => house.stop());

const change = async (text: string) => {
  const { version } = house.put(text);
  await house.signal(version);
  return version;
};
const state = (version: number, text: string, more = {}) => ({
  data: { matchChanged: { id: 'one', text } },
  extensions: { live: { version, ...more } },
});

describe.each([
  ['a WebSocket', () => house.bySocket],
  ['an event stream', () => house.byStream],
] as const)('by %s', (_, way) => {
  test('the present state is told first to whoever says what it saw, then each change, once', async () => {
    const listening = way()(token, { since: 0 });
    expect(await listening.next()).toEqual(state(1, 'first'));
    await change('second');
    expect(await listening.next()).toEqual(state(2, 'second'));
    await house.signal(2);
    await house.signal(1);
    await change('third');
    expect(await listening.next()).toEqual(state(3, 'third'));
  });

  test('the present state is told to whoever saw nothing, be it the very first', async () => {
    house.matches.set('one', { id: 'one', text: 'unmoved', version: 0 });
    const listening = way()(token, { since: 0 });
    expect(await listening.next()).toEqual(state(0, 'unmoved'));
    await change('second');
    expect(await listening.next()).toEqual(state(1, 'second'));
  });

  test('what the client has seen is not told again', async () => {
    const listening = way()(token, { since: 1 });
    const upcoming = listening.next();
    while (house.looks() === 0) await new Promise(setImmediate);
    await change('second');
    expect(await upcoming).toEqual(state(2, 'second'));
  });

  test('a change that is heard of during the first look is told', async () => {
    let answer = () => {};
    const isAsked = new Promise<void>((asked) => {
      house.client.instead = (call) => {
        asked();
        return new Promise((resolve) => (answer = () => resolve(house.answer(call))));
      };
    });
    const upcoming = way()(token).next();
    await isAsked;
    house.client.instead = house.answer;
    await change('second');
    answer();
    expect(await upcoming).toEqual(state(2, 'second'));
  });

  test('nothing is told where nothing changed, though signals may have been missed; a change is', async () => {
    const listening = way()(token, { since: 0 });
    await listening.next();
    await house.signals.publishMissed();
    house.put('in silence');
    await house.signals.publishMissed();
    expect(await listening.next()).toEqual(state(2, 'in silence'));
  });

  test('what is gone is told as nothing, once, and what comes back as itself', async () => {
    const listening = way()(token, { since: 0 });
    await listening.next();
    house.matches.delete('one');
    await house.signal(2);
    expect(await listening.next()).toEqual({ data: { matchChanged: null }, extensions: { live: { version: null } } });
    await house.signal(2);
    house.matches.set('one', { id: 'one', text: 'back', version: 3 });
    await house.signal(3);
    expect(await listening.next()).toMatchObject({ data: { matchChanged: { text: 'back' } } });
  });

  test('a domain that is away is asked again until it answers', async () => {
    const listening = way()(token, { since: 0 });
    await listening.next();
    let failures = 0;
    house.client.instead = async (call) => {
      failures += 1;
      if (failures > 1) return house.answer(call);
      throw new Error('connect ECONNREFUSED');
    };
    await change('second');
    expect(await listening.next()).toEqual(state(2, 'second'));
    expect(failures).toBe(2);
  });

  test('a rule that refuses ends it, with its words', async () => {
    const listening = way()(token, { since: 0 });
    await listening.next();
    house.client.instead = async () => ({
      data: { matchChanged: null },
      errors: [{ message: 'Needs: member of the team', path: ['matchChanged'], extensions: { code: 'FORBIDDEN' } }],
    });
    await change('second');
    const outcome = await listening.next().catch((errors: unknown) => ({ errors }));
    expect(outcome).toMatchObject({
      errors: [{ message: 'Needs: member of the team', extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('a fault is told as one, and what changes afterwards is told', async () => {
    const listening = way()(token, { since: 0 });
    await listening.next();
    house.client.instead = async () => ({
      data: { matchChanged: null },
      errors: [{ message: 'select * from', path: ['matchChanged'] }],
    });
    await change('second');
    expect(await listening.next()).toMatchObject({ errors: [{ message: 'Something went wrong' }] });
    house.client.instead = house.answer;
    await change('third');
    expect(await listening.next()).toEqual(state(3, 'third', { coalesced: 1 }));
  });

  test('changes during a look are told as one, which says so', async () => {
    const listening = way()(token, { since: 0 });
    await listening.next();
    let answer = () => {};
    const isAsked = new Promise<void>((asked) => {
      house.client.instead = async (call) => {
        const found = await house.answer(call);
        asked();
        return new Promise((resolve) => (answer = () => resolve(found)));
      };
    });
    await change('second');
    await isAsked;
    house.client.instead = house.answer;
    for (const text of ['third', 'fourth', 'fifth']) await change(text);
    answer();
    expect(await listening.next()).toEqual(state(2, 'second'));
    expect(await listening.next()).toEqual(state(5, 'fifth', { coalesced: 2 }));
  });
});

describe('equal subscriptions', () => {
  test('share each look; those of somebody else have their own', async () => {
    const other = await house.token('', { claims: { sub: 'usr_2', sid: 'ses_2' } });
    const same = Array.from({ length: 10 }, (_, at) => (at % 2 ? house.bySocket : house.byStream)(token, { since: 0 }));
    const all = [...same, house.bySocket(other, { since: 0 })];
    await Promise.all(all.map((it) => it.next()));
    house.client.calls.length = 0;
    const upcoming = all.map((it) => it.next());
    await change('second');
    expect(await Promise.all(upcoming)).toEqual(Array(11).fill(state(2, 'second')));
    expect(house.looks()).toBe(2);
  });

  test('are forgotten when nobody listens any longer', async () => {
    const listening = house.bySocket(token, { since: 0 });
    await listening.next();
    listening.stop();
    const another = house.bySocket(token, { since: 0, query: 'subscription { open(id: "one") { text } }' });
    await another.next();
    house.client.calls.length = 0;
    await change('second');
    await another.next();
    expect(house.looks()).toBe(1);
  });

  test('about the viewer hear what is signalled by the viewer’s id', async () => {
    house.put('mine', 'usr_1');
    const listening = house.bySocket(token, { since: 0, query: 'subscription { own { text } }' });
    expect(await listening.next()).toMatchObject({ data: { own: { text: 'mine' } } });
    house.put('mine again', 'usr_1');
    await house.signal(2, { id: 'usr_2', type: 'SessionsRevoked' });
    expect(house.looks()).toBe(1);
    await house.signal(2, { id: 'usr_1', type: 'SessionsRevoked' });
    expect(await listening.next()).toMatchObject({ data: { own: { text: 'mine again' } } });
  });
});
