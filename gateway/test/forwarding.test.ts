import { clientAddress } from '../src/request-state.ts';
import { type House, openHouse, read } from './fixture/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.reset());

const forwarded = async (headers: Record<string, string>) => {
  await house.post({ query: '{ teams { id } }' }, headers);
  return Object.fromEntries(Object.entries(house.teams.calls[0]?.headers ?? {}).filter(([, value]) => value));
};

describe('what goes along to a subgraph', () => {
  test('is who asks, from where, with what, in which request', async () => {
    const authorization = `Bearer ${await house.token()}`;
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const headers = { authorization, traceparent, 'user-agent': 'Club/1.0 (Ünix)', 'x-request-id': 'request-0001' };
    expect(await forwarded(headers)).toEqual({
      authorization,
      traceparent,
      'x-request-id': 'request-0001',
      'x-client-address': '127.0.0.1',
      'x-client-agent': 'Club/1.0 (nix)',
      'x-fieldhouse-deadline': expect.stringMatching(/^\d{13}$/),
    });
  });

  test('is nothing that a client claims of itself', async () => {
    const claims = {
      'x-user-id': 'usr_admin',
      'x-roles': 'ADMIN',
      'x-fieldhouse-caller': 'gateway',
      'x-fieldhouse-signature': 'x',
      'x-fieldhouse-deadline': '9999999999999',
      'x-client-address': '10.0.0.1',
      'x-client-agent': 'trusted',
      'x-forwarded-for': '10.0.0.2',
      forwarded: 'for=10.0.0.3',
      traceparent: '00-nonsense',
      cookie: 'session=1',
      'user-agent': 'honest',
    };
    expect(await forwarded(claims)).toEqual({
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
      'x-client-address': '127.0.0.1',
      'x-client-agent': 'honest',
      'x-fieldhouse-deadline': expect.stringMatching(/^[1-8]\d{12}$/),
    });
  });

  test('is no token that the gateway itself does not honour', async () => {
    for (const authorization of ['Bearer x.y.z', 'Basic YTpi', 'Bearer ', `Bearer ${'a'.repeat(9_000)}`])
      expect(await forwarded({ authorization })).not.toHaveProperty('authorization');
  });
});

describe('a client’s address', () => {
  const seen = (forwardedFor: string | undefined, trustProxy: number, peerAddress = '10.9.9.9') =>
    clientAddress({ headers: { 'x-forwarded-for': forwardedFor }, peerAddress }, trustProxy);

  test('is the socket’s when no proxy is trusted', () => {
    expect(seen('1.1.1.1', 0)).toBe('10.9.9.9');
    expect(seen(undefined, 0, '::ffff:127.0.0.1')).toBe('127.0.0.1');
  });

  test('is what the outermost trusted proxy saw', () => {
    expect(seen('6.6.6.6, 1.1.1.1', 1)).toBe('1.1.1.1');
    expect(seen('6.6.6.6, 1.1.1.1, 10.0.0.1', 2)).toBe('1.1.1.1');
    expect(seen('2001:db8::1', 1)).toBe('2001:db8::1');
  });

  test('is the nearest there is when the chain is shorter than said, or holds no address', () => {
    expect(seen('1.1.1.1', 3)).toBe('1.1.1.1');
    expect(seen(undefined, 1)).toBe('10.9.9.9');
    expect(seen('unknown', 1)).toBe('10.9.9.9');
  });
});

describe('a token that cannot be checked', () => {
  test('is no reason to serve its bearer as nobody', async () => {
    const blind = await openHouse({ jwks: () => Promise.reject(new Error('auth is away')) });
    const response = await blind.post(
      { query: '{ teams { id } }' },
      { authorization: `Bearer ${await blind.token()}` },
    );
    await blind.stop();
    expect(response.status).toBe(503);
    expect((await read(response)).errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect(blind.teams.calls).toEqual([]);
  });
});
