import type { Message } from '../channels/channel.ts';
import { pushPayload, topicOf } from './payload.ts';

const message: Message = {
  ...{ userId: 'usr_1', to: 'psh_1', locale: 'en-GB', timeZone: 'Europe/London' },
  ...{ title: 'U12: Practice', body: 'It rains.', url: '/events/evt_1', category: 'EVENT', priority: 'NORMAL' },
};
const said = (body: string) => pushPayload({ ...message, body }, 'dlv_1');

describe('what a browser is given', () => {
  it('is what the notification says, with an id to know it by', () => {
    expect(JSON.parse(said('It rains.'))).toEqual({
      ...{ id: 'dlv_1', category: 'EVENT', title: 'U12: Practice', body: 'It rains.' },
      ...{ url: '/events/evt_1', lang: 'en-GB' },
    });
  });

  it.each(['x', 'ü', '漢', '👩‍👩‍👧', '"', '\\', '\u0001'])('is cut where it is too long: %j', (sign) => {
    const payload = said(sign.repeat(100_000));
    const { body } = JSON.parse(payload);

    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(3_000);
    expect(Buffer.byteLength(payload)).toBeGreaterThan(2_000);
    expect(body.endsWith('…')).toBe(true);
    expect(body.isWellFormed?.() ?? true).toBe(true);
  });

  it('has a topic for each delivery', () => {
    expect(topicOf('dlv_1')).toMatch(/^[\w-]{32}$/);
    expect(topicOf('dlv_1')).not.toBe(topicOf('dlv_2'));
  });
});
