import { createECDH } from 'node:crypto';
import { pushTarget } from './subscription.ts';

const p256dh = createECDH('prime256v1').generateKeys('base64url');
const auth = Buffer.alloc(16, 7).toString('base64url');
const endpoint = 'https://push.example/send/abc?x=1';
const refusalOf = (changed: object) => {
  try {
    return pushTarget({ endpoint, p256dh, auth, ...changed });
  } catch (error) {
    return (error as { path: string[] }).path.join();
  }
};

describe('a push subscription', () => {
  it('has an endpoint of the public web, and the keys of a browser', () => {
    expect(pushTarget({ endpoint, p256dh, auth })).toEqual({ endpoint, p256dh, auth });
    expect(pushTarget({ endpoint: 'HTTPS://Push.Example:443/a b', p256dh, auth }).endpoint).toBe(
      'https://push.example/a%20b',
    );
    expect(pushTarget({ endpoint: 'https://8.8.8.8:8443/x', p256dh, auth }).endpoint).toBe('https://8.8.8.8:8443/x');
  });

  it('has keys in any base64, kept in one', () => {
    const padded = Buffer.from(p256dh, 'base64url').toString('base64');
    expect(pushTarget({ endpoint, p256dh: padded, auth: `${auth}==` })).toEqual({ endpoint, p256dh, auth });
  });

  it.each([
    ...['http://push.example/x', 'ftp://push.example/x', 'javascript:alert(1)', 'push.example', '', '//push.example'],
    ...['https://localhost/x', 'https://a.localhost', 'https://printer.local', 'https://db.internal.', 'https://db/x'],
    ...['https://127.0.0.1', 'https://2130706433/', 'https://0x7f.1/', 'https://017700000001', 'https://0/'],
    ...['https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://169.254.169.254/latest', 'https://192.168.1.1:8443/'],
    ...['https://user:pass@push.example/', 'https://user@push.example/', 'https://push.example/#x'],
    `https://push.example/${'x'.repeat(2_000)}`,
  ])('does not have the endpoint %s', (wrong) => expect(refusalOf({ endpoint: wrong })).toBe('endpoint'));

  it('does not have keys that are none', () => {
    const noPoint = Buffer.alloc(65, 1).toString('base64url');
    const compressed = createECDH('prime256v1').generateKeys('base64url', 'compressed');
    for (const wrong of [noPoint, compressed, '', '%', 'x'.repeat(100_000)])
      expect(refusalOf({ p256dh: wrong })).toBe('p256dh');
    for (const wrong of ['', 'AAAA', `${auth}AA`, `${auth}!`]) expect(refusalOf({ auth: wrong })).toBe('auth');
  });
});
