import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** A key of its own for each purpose, all from AUTH_SECRET (HKDF, RFC 5869). */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));

/** Encrypts a text (AES-256-GCM); what comes out names its nonce and tag. */
export function encrypt(text: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
}

/** The text that was encrypted; throws when the key is another one or a byte was changed. */
export function decrypt(sealed: string, key: Buffer): string {
  const [nonce, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!nonce || !tag || !text) throw new Error('Not an encrypted text');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}

/** What is kept of a token: enough to recognise it, useless to whoever reads the table. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A new opaque token. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * The token that follows a token: derived, so that repeating a trade whose answer was lost gives the same one again,
 * although only hashes are stored.
 */
export const successorOf = (token: string, key: Buffer): string =>
  createHmac('sha256', key).update(token).digest('base64url');
