import { KEY_SET, TOKEN } from '@fieldhouse/kit';
import { exportJWK, generateKeyPair } from 'jose';
import { type House, openHouse, read } from './fixture/house.ts';

let house: House;
let time: number;
/** How often the key set was read, and what it holds. */
let readings: number;
let published: unknown;
let isAway: boolean;

beforeAll(async () => {
  time = Date.parse('2026-09-05T10:00:00Z');
  house = await openHouse({
    now: () => new Date(time),
    jwks: async () => {
      readings++;
      if (isAway) throw new Error('auth is away');
      return published;
    },
  });
});
afterAll(() => house.stop());
beforeEach(() => {
  later(2 * KEY_SET.keptWithoutAuthFor); // nothing is left of what was known
  [readings, isAway, published] = [0, false, house.published];
});

const later = (seconds: number) => {
  time += seconds * 1000;
};
/** The code of what is not honoured of it, or who it is. */
async function honoured(token: string): Promise<string> {
  const response = await house.post({ query: '{ me { id } }' }, { authorization: `Bearer ${token}` });
  const answer = await read(response);
  return answer.errors?.[0].extensions.code ?? 'honoured';
}
const newKey = async (kid: string) => {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN.algorithm);
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: TOKEN.algorithm, use: 'sig' } };
};

describe('a token that was honoured before', () => {
  test('is refused once its key is withdrawn, as soon as the key set is too old to be believed', async () => {
    const token = await house.token();
    expect(await honoured(token)).toBe('honoured');
    published = { keys: [(await newKey('two')).jwk] };
    later(KEY_SET.keptFor);
    expect(await honoured(token)).toBe('UNAUTHENTICATED');
  });

  test('is refused when another key is published under the name of its own', async () => {
    const token = await house.token();
    expect(await honoured(token)).toBe('honoured');
    published = { keys: [(await newKey('one')).jwk] };
    later(KEY_SET.keptFor);
    expect(await honoured(token)).toBe('UNAUTHENTICATED');
  });

  test('is honoured while auth is away, but not for ever', async () => {
    const token = await house.token('', { claims: { exp: time / 1000 + TOKEN.longestSeconds } });
    expect(await honoured(token)).toBe('honoured');
    isAway = true;
    later(KEY_SET.keptFor);
    expect(await honoured(token)).toBe('honoured');
    later(KEY_SET.keptWithoutAuthFor);
    expect(await honoured(token)).toBe('SERVICE_UNAVAILABLE');
    isAway = false;
    later(KEY_SET.retriedAfter);
    expect(await honoured(token)).toBe('honoured');
  });

  test('is refused once it has expired', async () => {
    const token = await house.token();
    expect(await honoured(token)).toBe('honoured');
    later(300);
    expect(await honoured(token)).toBe('UNAUTHENTICATED');
  });
});

describe('a token of a key that is not known yet', () => {
  test('is honoured at once when the key set has it by now', async () => {
    expect(await honoured(await house.token())).toBe('honoured');
    const two = await newKey('two');
    published = { keys: [...house.published.keys, two.jwk] };
    later(KEY_SET.unknownEvery);
    expect(await honoured(await house.token('', two))).toBe('honoured');
  });

  test('costs auth one reading, however many there are', async () => {
    expect(await honoured(await house.token())).toBe('honoured');
    later(KEY_SET.unknownEvery);
    const strangers = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => house.token('', await newKey(`made-up-${i}`))),
    );
    readings = 0;
    expect(new Set(await Promise.all(strangers.map(honoured)))).toEqual(new Set(['UNAUTHENTICATED']));
    expect(readings).toBe(1);
  });

  test('is no fault of its bearer while auth cannot be asked', async () => {
    expect(await honoured(await house.token())).toBe('honoured');
    isAway = true;
    later(KEY_SET.unknownEvery);
    expect(await honoured(await house.token('', await newKey('two')))).toBe('SERVICE_UNAVAILABLE');
  });
});

describe('a token that its key signed', () => {
  const soon = () => Math.floor(time / 1000);
  test.each([
    ['lives longer than any may', () => ({ exp: soon() + TOKEN.longestSeconds + 1 })],
    ['lives for ten years', () => ({ exp: soon() + 315_360_000 })],
    ['was made long ago, to live that long', () => ({ iat: 0, exp: soon() + 60 })],
    ['never expires', () => ({ exp: undefined })],
    ['does not say when it was made', () => ({ iat: undefined })],
    ['says so in words', () => ({ iat: 'yesterday' })],
    ['was made in the future', () => ({ iat: soon() + TOKEN.skewSeconds + 1 })],
  ])('and that %s is refused', async (_, claims) => {
    expect(await honoured(await house.token('', { claims: claims() }))).toBe('UNAUTHENTICATED');
  });

  test('is honoured when auth’s clock is a little ahead', async () => {
    expect(await honoured(await house.token('', { claims: { iat: soon() + TOKEN.skewSeconds } }))).toBe('honoured');
  });
});

test('the key set is read beside the requests, before it is too old', async () => {
  const token = await house.token();
  await honoured(token);
  later(KEY_SET.renewedAfter - 1);
  await honoured(token);
  expect(readings).toBe(1);
  later(1);
  await honoured(token);
  expect(readings).toBe(2);
});
