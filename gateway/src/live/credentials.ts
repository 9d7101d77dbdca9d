import type { Admitted } from '../gatekeeper/gatekeeper.ts';
import type { Identity } from '../gatekeeper/identity.ts';

/** As whom a client asks; the token can be followed by a fresh one of the same session. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly identity: Identity;
}

/** Equal subscriptions: the same operation with the same values for the same person in the same session and roles. */
export const keyOf = ({ operation: { hash, name }, variables, identity }: Admitted): string =>
  JSON.stringify([hash, name, variables, identityKey(identity)]);

/** What of an identity an answer can depend on. */
export const identityKey = ({ visitor }: Identity): string =>
  visitor ? JSON.stringify([visitor.id, visitor.sessionId, visitor.roles, visitor.scopes]) : '';

/** The token that is good for longest, of those who share an identity. */
export function freshest(all: readonly Credentials[]): string | undefined {
  const expiry = ({ identity: { bearer } }: Credentials) => bearer?.expiresAt ?? 0;
  const [first, ...others] = all;
  return others.reduce((one, other) => (one && expiry(one) >= expiry(other) ? one : other), first)?.authorization;
}
