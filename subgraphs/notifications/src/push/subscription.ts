import { ECDH } from 'node:crypto';
import { isIP } from 'node:net';
import { UserError } from '@fieldhouse/kit';
import { isPublicAddress } from '@fieldhouse/platform';

/** What a browser gives an app: where its push service is, and the keys that only it can open. */
export interface PushTarget {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

const MOST_CHARACTERS = 2_000;

/**
 * A subscription that can be one. Whatever the name of its endpoint leads to is looked at again with each connection;
 * here what cannot be a push service at all is told to who can mend it.
 */
export const pushTarget = ({ endpoint, p256dh, auth }: PushTarget): PushTarget => ({
  endpoint: pushEndpoint(endpoint),
  p256dh: publicKey(p256dh),
  auth: bytes(auth, 16, 'auth').toString('base64url'),
});

function pushEndpoint(raw: string): string {
  const refuse = (message: string) => new UserError('VALIDATION', message, 'endpoint');
  if (raw.length > MOST_CHARACTERS) throw refuse(`Has more than ${MOST_CHARACTERS} characters`);
  if (!URL.canParse(raw)) throw refuse('Is no URL');
  const { protocol, hostname, username, password, hash, href } = new URL(raw);
  if (protocol !== 'https:') throw refuse('Push services are reached by https');
  if (username || password || hash) throw refuse('Has a part that no push service has');
  if (!isPublicName(hostname)) throw refuse('Is no address of the public internet');
  return href;
}

/** Names that by their kind lead into some network's inside (RFC 6761, 6762, 9476 and ICANN's `internal`). */
const INSIDE = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid|onion)\.?$/;

function isPublicName(hostname: string): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address)) return isPublicAddress(address);
  return hostname.includes('.') && !INSIDE.test(hostname);
}

function publicKey(raw: string): string {
  const key = bytes(raw, 65, 'p256dh');
  try {
    ECDH.convertKey(key, 'prime256v1'); // throws for what is no point of the curve
  } catch {
    throw new UserError('VALIDATION', 'Is no public key of a browser', 'p256dh');
  }
  return key.toString('base64url');
}

/** As browsers give them out, and as some libraries do: base64, with or without padding, for URLs or not. */
function bytes(raw: string, length: number, path: string): Buffer {
  const decoded = /^[\w+/-]{1,100}={0,2}$/.test(raw) ? Buffer.from(raw, 'base64url') : undefined;
  if (decoded?.length === length) return decoded;
  throw new UserError('VALIDATION', `Is not ${length} bytes in base64`, path);
}
