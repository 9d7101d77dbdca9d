import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a person wants no more of, and by which channel. */
export interface Unsubscription {
  readonly userId: string;
  readonly categories: readonly string[];
  readonly channel: string;
}

const PURPOSE = 'notifications: unsubscribe';

/**
 * A token for one click in one mail. It is good for ever and for this alone: who has it, by a mail that was handed on,
 * can switch off these categories on one channel of one person. It is not stored; only the house can make one.
 */
export function unsubscribeToken({ userId, categories, channel }: Unsubscription, key: string): string {
  const said = Buffer.from(JSON.stringify([userId, channel, ...categories])).toString('base64url');
  return `${said}.${signature(said, key)}`;
}

/** What a token says; nothing where it was not made here. */
export function unsubscriptionOf(token: string, key: string): Unsubscription | undefined {
  if (token.length > MOST_CHARACTERS) return undefined;
  const [said = '', signed = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSame(signed, signature(said, key))) return undefined;
  const [userId, channel, ...categories] = JSON.parse(Buffer.from(said, 'base64url').toString('utf8'));
  return { userId, channel, categories };
}

const MOST_CHARACTERS = 500;

const signature = (said: string, key: string): string =>
  createHmac('sha256', key).update(`${PURPOSE}\n${said}`).digest('base64url');

const isSame = (one: string, other: string): boolean =>
  Buffer.byteLength(one) === Buffer.byteLength(other) && timingSafeEqual(Buffer.from(one), Buffer.from(other));
