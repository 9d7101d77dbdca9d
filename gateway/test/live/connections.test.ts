import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { CloseCode } from 'graphql-ws';
import WebSocket from 'ws';
import { defaultGatewayConfig } from '../../src/index.ts';
import { CHANGED, type LiveHouse, openLiveHouse } from '../fixture/live-house.ts';

const PROTOCOL = 'graphql-transport-ws';
const limits = defaultGatewayConfig.live;

/** A WebSocket in the raw, and what it hears. */
async function connected(
  house: LiveHouse,
  init: object | null = {},
  options: object = {},
  protocol: string | string[] = PROTOCOL,
) {
  const socket = new WebSocket(house.wsUrl, protocol, options);
  const heard: Record<string, unknown>[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  await once(socket, 'open');
  const say = (message: object) => socket.send(JSON.stringify(message));
  if (init) say({ type: 'connection_init', payload: init });
  const hear = async (type: string, id?: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const at = heard.findIndex((it) => it.type === type && (id === undefined || it.id === id));
      if (at >= 0) return heard.splice(at, 1)[0] ?? {};
      await Promise.race([once(socket, 'message'), closed.then((it) => Promise.reject(new Error(JSON.stringify(it))))]);
    }
  };
  const subscribe = (id: string, payload: object = {}) =>
    say({ type: 'subscribe', id, payload: { query: CHANGED, variables: { id: 'one' }, ...payload } });
  return { socket, say, hear, subscribe, closed };
}

/** What a handshake is answered that fails. */
async function refused(house: LiveHouse, { path = '/graphql', headers = {} as Record<string, string> } = {}) {
  const sent = request(house.origin + path, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': PROTOCOL,
      ...headers,
    },
  });
  sent.end();
  const [response] = await Promise.race([once(sent, 'response'), once(sent, 'upgrade')]);
  if (response.statusCode === 101) return { status: 101 };
  const { errors } = (await json(response)) as { errors: { extensions: { code: string } }[] };
  return { status: response.statusCode, code: errors[0]?.extensions.code };
}

describe('a WebSocket', () => {
  let house: LiveHouse;
  beforeAll(async () => {
    house = await openLiveHouse({
      live: { ...limits, subscriptionsPerConnection: 3, connectionsPerPerson: 2, messageBytes: 10_000 },
      corsOrigins: ['https://club.example'],
      // Whoever does not read answers no pings either.
      liveTimes: { initMs: 200, pingMs: 60_000, tokensMs: 1_000 },
    });
    house.put('first');
  });
  /** Somebody new, as connections of one person are counted. */
  const bearer = async () => {
    const sub = `usr_${people++}`;
    return { authorization: `Bearer ${await house.token('', { claims: { sub } })}` };
  };
  let people = 0;
  afterAll(() => house.stop());

  test('that is not initialised in time is closed', async () => {
    const { closed } = await connected(house, null);
    expect(await closed).toMatchObject({ code: CloseCode.ConnectionInitialisationTimeout });
  });
  test('that speaks another protocol, subscribes too soon or twice by one id, or is initialised twice, is closed', async () => {
    expect(await (await connected(house, null, {}, [])).closed).toMatchObject({ code: 4406 });
    const hasty = await connected(house, null);
    hasty.subscribe('1');
    expect(await hasty.closed).toMatchObject({ code: 4401 });
    const double = await connected(house, await bearer());
    await double.hear('connection_ack');
    double.subscribe('1');
    double.subscribe('1');
    expect(await double.closed).toMatchObject({ code: 4409 });
    const twice = await connected(house, await bearer());
    twice.say({ type: 'connection_init' });
    expect(await twice.closed).toMatchObject({ code: 4429 });
  });
  test('is closed after a message that is too large, or no message of the protocol', async () => {
    const large = await connected(house);
    large.subscribe('1', { query: `{ a${' '.repeat(10_000)} }` });
    expect(await large.closed).toMatchObject({ code: 1009 });
    const strange = await connected(house);
    strange.socket.send('[]');
    expect(await strange.closed).toMatchObject({ code: 4400 });
  });
  test('of a page that is not let in, at another path, or beyond the address’s share is refused before it opens', async () => {
    expect(await refused(house, { headers: { origin: 'https://evil.example' } })).toEqual({
      status: 403,
      code: 'FORBIDDEN',
    });
    expect(await refused(house, { headers: { origin: 'null' } })).toEqual({ status: 403, code: 'FORBIDDEN' });
    expect(await refused(house, { path: '/elsewhere' })).toEqual({ status: 404, code: 'NOT_FOUND' });
    for (const origin of ['https://club.example', house.origin]) {
      const { socket, hear } = await connected(house, {}, { origin });
      await hear('connection_ack');
      socket.terminate();
    }
  });
  test('with a token that is none is closed; without one it opens, and what needs one is refused', async () => {
    expect(await (await connected(house, { authorization: 'Bearer a.b.c' })).closed).toEqual({
      code: 4401,
      reason: 'The access token is not valid',
    });
    const { socket, hear, subscribe } = await connected(house);
    await hear('connection_ack');
    subscribe('1');
    expect(await hear('error')).toMatchObject({
      id: '1',
      payload: [{ message: 'Sign in first', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    subscribe('2', {
      query: 'subscription { open(id: "one") { text } }',
      variables: {},
      extensions: { live: { version: 0 } },
    });
    expect(await hear('next')).toMatchObject({ id: '2', payload: { data: { open: { text: 'first' } } } });
    socket.terminate();
  });
  test('takes the token by a header too, as programs send it', async () => {
    const { socket, hear, subscribe } = await connected(house, {}, { headers: await bearer() });
    await hear('connection_ack');
    subscribe('1', { extensions: { live: { version: 0 } } });
    expect(await hear('next')).toMatchObject({ payload: { data: { matchChanged: { text: 'first' } } } });
    socket.terminate();
  });
  test('has so many subscriptions and no more; one that ends makes room', async () => {
    const { socket, hear, subscribe, say } = await connected(house, await bearer());
    await hear('connection_ack');
    for (const id of ['1', '2', '3', '4']) subscribe(id, { extensions: { live: { version: 0 } } });
    expect(await hear('error')).toMatchObject({ id: '4', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    await hear('next', '1');
    say({ type: 'complete', id: '1' });
    subscribe('5', { extensions: { live: { version: 0 } } });
    expect(await hear('next', '5')).toMatchObject({ payload: { data: { matchChanged: { text: 'first' } } } });
    socket.terminate();
  });
  test('is one of few of its person', async () => {
    const own = await bearer();
    const two = await Promise.all([connected(house, own), connected(house, own)]);
    await Promise.all(two.map(({ hear }) => hear('connection_ack')));
    expect(await (await connected(house, own)).closed).toMatchObject({ code: 4429 });
    two[0].socket.terminate();
    await two[0].closed;
    const third = await connected(house, own);
    await third.hear('connection_ack');
    for (const { socket } of [two[1], third]) socket.terminate();
  });
  test.each([
    ['{ match(id: "one") { text } }', 'BAD_REQUEST'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['subscription { a: open(id: "one") { id } b: open(id: "one") { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'subscription A { open(id: "one") { id } } subscription B { open(id: "one") { id } }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['subscription { open(id: "one") @skip(if: false) { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription ($no: Boolean!) { open(id: "one") @include(if: $no) { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'subscription ($no: Boolean!) { ...F @skip(if: $no) } fragment F on Subscription { open(id: "one") { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['subscription { __typename }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { open { id } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('answers %s with %s', async (query, code) => {
    const { socket, hear, subscribe } = await connected(house, await bearer());
    await hear('connection_ack');
    subscribe('1', { query, variables: { no: true } });
    expect(await hear('error')).toMatchObject({ payload: [{ extensions: { code } }] });
    socket.terminate();
  });
  test.each([-1, 1.5, 'seven', {}, true])('refuses %p as a version', async (version) => {
    const { socket, hear, subscribe } = await connected(house, await bearer());
    await hear('connection_ack');
    subscribe('1', { extensions: { live: { version } } });
    expect(await hear('error')).toMatchObject({ payload: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    socket.terminate();
  });
  test('whose client has died is closed', async () => {
    const quick = await openLiveHouse({ liveTimes: { initMs: 200, pingMs: 50, tokensMs: 1_000 } });
    const { closed } = await connected(quick, {}, { autoPong: false });
    expect(await closed).toMatchObject({ code: 1006 });
    const alive = await connected(quick);
    await alive.hear('connection_ack');
    for (let pings = 0; pings < 4; pings += 1) await once(alive.socket, 'ping');
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    alive.socket.terminate();
    await quick.stop();
  });
  test('beyond the address’s share is refused', async () => {
    const small = await openLiveHouse({ live: { ...limits, connectionsPerAddress: 1 } });
    const { socket } = await connected(small);
    expect(await refused(small)).toEqual({ status: 429, code: 'RATE_LIMITED' });
    socket.terminate();
    await small.stop();
  });
  test('that does not read holds up nobody, and is told the newest once it reads', async () => {
    const text = 'x'.repeat(50_000);
    const slow = await connected(house, await bearer());
    const quick = await connected(house, await bearer());
    for (const { hear, subscribe } of [slow, quick]) {
      await hear('connection_ack');
      subscribe('1', { extensions: { live: { version: 0 } } });
      await hear('next');
    }
    const { _socket: wire } = slow.socket as unknown as { _socket: { pause(): void; resume(): void } };
    wire.pause();
    let version = 0;
    for (let round = 0; round < 400; round += 1) {
      version = house.put(`${round} ${text}`).version;
      await house.signal(version);
      expect(await quick.hear('next')).toMatchObject({ payload: { extensions: { live: { version } } } });
    }
    wire.resume();
    const versions: number[] = [];
    let passed = 0;
    while (versions.at(-1) !== version) {
      const { payload } = (await slow.hear('next')) as {
        payload: { extensions: { live: { version: number; coalesced?: number } } };
      };
      versions.push(payload.extensions.live.version);
      passed += payload.extensions.live.coalesced ?? 0;
    }
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect([versions.length + passed, passed > 100]).toEqual([400, true]);
    for (const { socket } of [slow, quick]) socket.terminate();
  });
});
