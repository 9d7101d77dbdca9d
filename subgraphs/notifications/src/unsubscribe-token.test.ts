import { unsubscribeToken, unsubscriptionOf } from './unsubscribe-token.ts';

const what = { userId: 'usr_1', categories: ['EVENT', 'TEAM'], channel: 'EMAIL' };

describe('a token to unsubscribe by', () => {
  const token = unsubscribeToken(what, 'a key');

  it('says what it is for, and is the same each time', () => {
    expect(unsubscriptionOf(token, 'a key')).toEqual(what);
    expect(unsubscribeToken(what, 'a key')).toBe(token);
    expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
  });

  it('is good nowhere else', () => {
    expect(unsubscriptionOf(token, 'another key')).toBeUndefined();
  });

  it('cannot be made to say something else', () => {
    const [said = '', signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify(['usr_2', 'EMAIL', 'EVENT'])).toString('base64url');
    const bad = [`${other}.${signature}`, said, `${said}.`, `.${signature}`, `${token}.x`, `${token} `, '', '.', '..'];
    const close = [`${said}.${signature.slice(1)}`, `${said}.${'é'.repeat(43)}`, `${said}=.${signature}`];

    for (const wrong of [...bad, ...close, 'x'.repeat(1_000_000)])
      expect(unsubscriptionOf(wrong, 'a key')).toBeUndefined();
  });
});
