import { getJson } from './get-json.ts';
import { restOf } from './rest.ts';

describe('getJson', () => {
  test.each([
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://0/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://127.0.0.2/',
    'http://192.168.1.1:8080/',
  ])('calls nothing at %s', async (url) => {
    await expect(getJson(new URL(url), new AbortController().signal)).rejects.toThrow(
      'no address of the public internet',
    );
  });
});

describe('restOf', () => {
  const now = Date.parse('2026-12-01T12:00:00Z');
  test.each([
    ['120', 120_000],
    ['Tue, 01 Dec 2026 12:05:00 GMT', 300_000],
    ['Tue, 01 Dec 2026 11:00:00 GMT', 60_000], // over already
    ['99999999', 86_400_000],
    ['soon', 60_000],
    ['', 60_000],
    [undefined, 60_000],
  ])('takes %s', (header, ms) => {
    expect(restOf(header, now)).toBe(ms);
  });
});
