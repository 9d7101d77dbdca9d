import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type House, openHouse } from './fixture/house.ts';

const LARGE = '{ __schema { types { name fields { name description } } } }';
const SMALL = '{ teams { id } }';
const PLAIN = { br: brotliDecompressSync, gzip: gunzipSync };

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

/** What goes over the line, as `fetch` does not show it. */
const exchange = (query: string, encoding: string | undefined) =>
  new Promise<{ coding: string | undefined; vary: string | undefined; length: number; body: Buffer }>(
    (resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        ...(encoding === undefined ? {} : { 'accept-encoding': encoding }),
      };
      request(house.url, { method: 'POST', headers }, async (response) => {
        const { 'content-encoding': coding, vary, 'content-length': length } = response.headers;
        resolve({ coding, vary, length: Number(length), body: await buffer(response) });
      })
        .on('error', reject)
        .end(JSON.stringify({ query }));
    },
  );

describe('an answer above 1 KB', () => {
  test.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['GZIP', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['identity;q=0, gzip', 'gzip'],
    ['gzip;q=0.001, identity;q=0', 'gzip'],
  ])('is compressed as the client asks: %s', async (accepted, coding) => {
    const answer = await exchange(LARGE, accepted);
    expect([answer.coding, answer.vary, answer.length]).toEqual([
      coding,
      'Origin, Accept-Encoding',
      answer.body.length,
    ]);
    const plain = await exchange(LARGE, undefined);
    expect(PLAIN[coding as 'br' | 'gzip'](answer.body).equals(plain.body)).toBe(true);
    expect(answer.length).toBeLessThan(plain.length);
  });

  test.each([
    undefined,
    '',
    'identity',
    'deflate',
    'gzip;q=0',
    'gzip;q=0, br;q=0.0',
    'gzip;q=2',
    '*;q=0',
    'gzip;q=0.2, identity',
  ])('is plain where the client does not ask: %s', async (accepted) => {
    const answer = await exchange(LARGE, accepted);
    expect([answer.coding, answer.vary]).toEqual([undefined, 'Origin, Accept-Encoding']);
    expect(JSON.parse(answer.body.toString()).data.__schema.types.length).toBeGreaterThan(5);
  });
});

describe('a short answer', () => {
  test('is sent as it is, unless the client cannot read that', async () => {
    const answer = await exchange(SMALL, 'gzip, br');
    expect([answer.coding, answer.vary]).toEqual([undefined, 'Origin']);
    expect((await exchange(SMALL, 'gzip, identity;q=0')).coding).toBe('gzip');
  });

  test('without a body stays without', async () => {
    const response = await fetch(house.url, {
      method: 'OPTIONS',
      headers: { 'accept-encoding': 'gzip, identity;q=0' },
    });
    expect([response.status, response.headers.get('content-encoding')]).toEqual([204, null]);
  });
});
