import { EVERY_VERSION } from '@fieldhouse/kit';
import { CHANGED, type LiveHouse, openLiveHouse } from '../fixture/live-house.ts';

const ending = async (listening: { next(): Promise<unknown> }) => {
  for (;;) {
    const outcome = await listening.next().catch((error: unknown) => ({ error }));
    if (outcome === undefined || 'error' in (outcome as object)) return outcome as { error?: unknown } | undefined;
    const { errors } = outcome as { errors?: unknown };
    if (errors) return { error: errors };
  }
};

describe('a token that ends', () => {
  let house: LiveHouse;
  let time = Date.now();
  const now = () => new Date(time);
  beforeAll(async () => {
    house = await openLiveHouse({}, now);
    house.put('first');
  });
  afterEach(() => house.closeClients());
  afterAll(() => house.stop());

  test('by its time closes the WebSocket with 4401, and the stream with an error', async () => {
    const token = await house.token();
    const [socket, stream] = [house.bySocket(token, { since: 0 }), house.byStream(token, { since: 0 })];
    await Promise.all([socket.next(), stream.next()]);
    time += 301_000;
    expect(await ending(socket)).toMatchObject({ error: { code: 4401, reason: 'The access token has expired' } });
    expect(await ending(stream)).toMatchObject({
      error: [{ message: 'The access token has expired', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('by a denial closes it too, for that session alone', async () => {
    const denied = await house.token('', { claims: { sid: 'ses_denied' } });
    const kept = house.bySocket(await house.token(), { since: 0 });
    const [socket, stream] = [house.bySocket(denied, { since: 0 }), house.byStream(denied, { since: 0 })];
    await Promise.all([socket.next(), stream.next(), kept.next()]);
    await house.denyList.deny(new Map([['ses_denied', EVERY_VERSION]]));
    expect(await ending(socket)).toMatchObject({ error: { code: 4401, reason: 'The access token was revoked' } });
    expect(await ending(stream)).toMatchObject({ error: [{ message: 'The access token was revoked' }] });
    await house.signal(house.put('second').version);
    expect(await kept.next()).toMatchObject({ data: { matchChanged: { text: 'second' } } });
  });

  test('is followed by a fresh one of the same session, given in a ping', async () => {
    const old = await house.token();
    const client = house.socketClient(old, { lazy: false });
    let wire: WebSocket | undefined;
    client.on('connected', (socket) => {
      wire = socket as WebSocket;
    });
    const results = client.iterate({ query: CHANGED, variables: { id: 'one' }, extensions: { live: { version: 0 } } });
    await results.next();
    time += 200_000;
    const authorization = `Bearer ${await house.token('admin')}`;
    const ponged = new Promise((resolve) => client.on('pong', (received) => received && resolve(undefined)));
    wire?.send(JSON.stringify({ type: 'ping', payload: { authorization } }));
    await ponged;
    time += 200_000;
    const version = house.put('third').version;
    await house.signal(version);
    expect(await results.next()).toMatchObject({ value: { data: { matchChanged: { text: 'third' } } } });
    time += 200_000;
    expect(await ending({ next: async () => (await results.next()).value ?? undefined })).toMatchObject({
      error: { code: 4401 },
    });
  });

  test.each([
    ['none of ours', async () => 'Bearer a.b.c', 'The access token is not valid'],
    [
      'another person’s',
      async () => `Bearer ${await house.token('', { claims: { sub: 'usr_2' } })}`,
      'The token is not of the person who connected',
    ],
    [
      'another session’s',
      async () => `Bearer ${await house.token('', { claims: { sid: 'ses_other' } })}`,
      'The token is not of the session that connected',
    ],
  ])('and is followed by one that is %s, closes with 4401', async (_, given, reason) => {
    const client = house.socketClient(await house.token(), { lazy: false });
    const closed = new Promise((resolve) => client.on('closed', resolve));
    const wire = await new Promise<WebSocket>((resolve) =>
      client.on('connected', (socket) => resolve(socket as WebSocket)),
    );
    wire.send(JSON.stringify({ type: 'ping', payload: { authorization: await given() } }));
    expect(await closed).toMatchObject({ code: 4401, reason });
  });
});

test('a gateway that stops sends its clients elsewhere', async () => {
  const house = await openLiveHouse();
  house.put('first');
  const token = await house.token();
  const socket = house.bySocket(token, { since: 0 });
  await socket.next();
  const response = await fetch(house.url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: CHANGED, variables: { id: 'one' }, extensions: { live: { version: 0 } } }),
  });
  const text = response.text();
  await house.stop();
  expect(await ending(socket)).toMatchObject({ error: { code: 4503 } });
  expect(await text).toMatch(
    /event: next\nid: 1\ndata: \{.*"version":1.*\}\n\nretry: 1000\n\nevent: complete\ndata:\n\n$/,
  );
});

describe('an event stream', () => {
  let house: LiveHouse;
  beforeAll(async () => {
    house = await openLiveHouse();
    house.put('first');
  });
  afterEach(() => house.closeClients());
  afterAll(() => house.stop());
  const post = async (query: string, headers: Record<string, string> = {}) =>
    house.post({ query }, { accept: 'text/event-stream', ...headers });
  const OPEN = 'subscription { open(id: "one") { text } }';

  test('is how a subscription is answered, and is asked for by name', async () => {
    for (const accept of ['application/json', '*/*', 'multipart/mixed;subscriptionSpec=1.0, application/json']) {
      const response = await post(OPEN, { accept });
      expect([response.status, await response.text()]).toEqual([406, expect.stringContaining('text/event-stream')]);
    }
  });
  test('says what is refused, as its only result', async () => {
    const response = await post('subscription { matchChanged(id: "one") { text } }');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const text = await response.text();
    expect(text).toMatch(
      /^event: next\ndata: \{"errors":\[\{"message":"Sign in first".*"UNAUTHENTICATED".*\n\nevent: complete\ndata:\n\n$/s,
    );
    expect(await (await post('subscription { nothing }')).text()).toContain('GRAPHQL_VALIDATION_FAILED');
  });
  test('answers no queries', async () => {
    expect((await post('{ match(id: "one") { text } }')).status).toBe(406);
  });
  test('opens by GET too, and goes on from the last event that a browser names', async () => {
    const url = `${house.url}?query=${encodeURIComponent(OPEN)}`;
    const headers = { accept: 'text/event-stream', 'sec-fetch-site': 'same-origin', 'last-event-id': '0' };
    const gone = new AbortController();
    const response = await fetch(url, { headers, signal: gone.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: next')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('id: 1\ndata: {"data":{"open":{"text":"first"}}');
    gone.abort();
  });
  test('gives signs of life while nothing happens', async () => {
    const quiet = await openLiveHouse({ liveTimes: { initMs: 100, pingMs: 20, tokensMs: 1_000 } });
    quiet.put('first');
    const response = await quiet.post({ query: OPEN }, { accept: 'text/event-stream' });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text.length < 9) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/^(:\n\n)+$/);
    await reader?.cancel();
    await quiet.stop();
  });
});
