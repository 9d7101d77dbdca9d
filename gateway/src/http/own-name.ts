import { isIP } from 'node:net';
import { type CallHeaders, HttpError } from '@fieldhouse/platform';

/**
 * Throws when a server of this machine is called by another's name: a page of evil.example, whose name was made to
 * lead here after it was loaded (DNS rebinding), would read answers as its own. Addresses are nobody's to lead elsewhere.
 */
export function ensureOwnName({ host = '' }: CallHeaders): void {
  const name = host.replace(/:\d*$/, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/, '$1'))) return;
  throw new HttpError(
    421,
    'MISDIRECTED_REQUEST',
    'This server answers to localhost only; one that has another name is told so by HOST, or TRUST_PROXY',
  );
}
