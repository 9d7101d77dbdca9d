import { createHash } from 'node:crypto';
import type { Message } from '../channels/channel.ts';

/** Push services take 4,096 bytes, 103 of which encryption adds (RFC 8291, 4); some take less. */
const MOST_BYTES = 3_000;

/**
 * What an app's service worker is given, as JSON. `id` is the same in every attempt: shown with `tag: id`, what comes
 * twice is seen once. A body that is too long is cut: the app has all of it.
 */
export function pushPayload({ title, body, url, category, locale }: Message, id: string): string {
  const payload = (text: string) => JSON.stringify({ id, category, title, body: text, url: url ?? null, lang: locale });
  const whole = payload(body);
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole;
  const signs = [...body.slice(0, MOST_BYTES)];
  while (signs.length > 0 && Buffer.byteLength(payload(`${signs.join('')}…`)) > MOST_BYTES)
    signs.length = Math.floor(signs.length * 0.9);
  return payload(`${signs.join('')}…`);
}

/** Of several messages of one topic that wait for a browser, the last is kept (RFC 8030, 5.4): 32 characters at most. */
export const topicOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 32);
