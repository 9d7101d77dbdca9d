import { type CallHeaders, createSignatureVerifier, type SignedRequest, signRequest } from '../src/index.ts';

const secret = 'a secret that only the services know';
const parties = { caller: 'gateway', recipient: 'teams', secret };

function signed(given: Partial<SignedRequest> = {}): SignedRequest {
  const request = { method: 'POST', path: '/graphql', body: '{"query":"{ me }"}', headers: {}, ...given };
  return { ...request, headers: { ...request.headers, ...signRequest(request, parties) } };
}

const verifier = (rest: { staticKey?: string; now?: () => number } = {}) =>
  createSignatureVerifier({ recipient: 'teams', secret, ...rest });

const refused = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', reason });

describe('a signed request', () => {
  test('says who calls', async () => {
    expect(await verifier()(signed())).toEqual({ caller: 'gateway' });
  });

  test('keeps the forwarded headers as they were signed', async () => {
    const headers = { authorization: 'Bearer x', 'x-client-address': '192.0.2.1', traceparent: '00-1-2-01' };
    expect(await verifier()(signed({ headers }))).toEqual({ caller: 'gateway' });
  });

  const alterations: Record<string, (request: SignedRequest) => SignedRequest> = {
    'another body': (request) => ({ ...request, body: '{"query":"{ everybody }"}' }),
    'another path': (request) => ({ ...request, path: '/admin' }),
    'another method': (request) => ({ ...request, method: 'GET' }),
    'another caller': (request) => withHeaders(request, { 'x-fieldhouse-caller': 'auth' }),
    'an added token': (request) => withHeaders(request, { authorization: 'Bearer stolen' }),
    'another client address': (request) => withHeaders(request, { 'x-client-address': '198.51.100.7' }),
    'a later time': (request) => withHeaders(request, { 'x-fieldhouse-time': String(Date.now() + 5) }),
    'a cut signature': (request) => withHeaders(request, { 'x-fieldhouse-signature': 'AAAA' }),
  };
  test.each(Object.keys(alterations))('is refused with %s', async (name) => {
    await expect(verifier()(alterations[name]?.(signed()) ?? signed())).rejects.toEqual(refused('altered'));
  });

  test('is refused by another recipient and under another secret', async () => {
    const events = createSignatureVerifier({ recipient: 'events', secret });
    const elsewhere = createSignatureVerifier({ recipient: 'teams', secret: 'another secret' });
    await expect(events(signed())).rejects.toEqual(refused('altered'));
    await expect(elsewhere(signed())).rejects.toEqual(refused('altered'));
  });

  test('is accepted once', async () => {
    const verify = verifier();
    const request = signed();
    await verify(request);
    await expect(verify(request)).rejects.toEqual(refused('replayed'));
    expect(await verify(signed())).toEqual({ caller: 'gateway' });
  });

  test('is known as seen for as long as its time is good', async () => {
    const start = Date.now();
    let time = start - 55_000;
    const verify = verifier({ now: () => time });
    const request = signed();
    time = start - 29_000; // this end's clock is behind
    await verify(request);
    for (time of [start + 6_000, start + 29_000]) await expect(verify(request)).rejects.toEqual(refused('replayed'));
  });

  test.each([-30_500, 30_500])('is refused when the clocks are %i ms apart', async (skew) => {
    await expect(verifier({ now: () => Date.now() + skew })(signed())).rejects.toEqual(refused('expired'));
  });

  test('is required', async () => {
    const { headers: _, ...request } = signed();
    await expect(verifier()({ ...request, headers: {} })).rejects.toEqual(refused('unsigned'));
    await expect(verifier()(withHeaders(signed(), { 'x-fieldhouse-time': 'soon' }))).rejects.toEqual(
      refused('altered'),
    );
  });
});

describe('the static key of a router that cannot sign', () => {
  const unsigned = (headers: CallHeaders) => ({ method: 'POST', path: '/graphql', body: '', headers });

  test('counts as the gateway, whatever caller it claims', async () => {
    const verify = verifier({ staticKey: 'the key' });
    const headers = { 'x-fieldhouse-key': 'the key', 'x-fieldhouse-caller': 'auth' };
    expect(await verify(unsigned(headers))).toEqual({ caller: 'gateway' });
  });

  test('is refused when it is wrong or not configured', async () => {
    const headers = { 'x-fieldhouse-key': 'a key' };
    await expect(verifier({ staticKey: 'the key' })(unsigned(headers))).rejects.toEqual(refused('unsigned'));
    await expect(verifier()(unsigned(headers))).rejects.toEqual(refused('unsigned'));
  });
});

function withHeaders(request: SignedRequest, headers: CallHeaders): SignedRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}
