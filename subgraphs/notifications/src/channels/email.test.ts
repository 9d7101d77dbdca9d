import { email } from './email.ts';

const house = (isEmbedded: boolean, smtpUrl?: string) =>
  ({ config: { isEmbedded }, settings: { smtpUrl } }) as unknown as Parameters<typeof email.isAvailable>[0];

describe('mail', () => {
  it('is there with a server, and where a developer reads it', () => {
    expect(email.isAvailable(house(false))).toBe(false);
    expect(email.isAvailable(house(false, 'smtp://mail.example'))).toBe(true);
    expect(email.isAvailable(house(true))).toBe(true);
  });
});
