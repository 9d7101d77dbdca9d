import type { KeyValue } from '@fieldhouse/platform';
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { Unauthenticated, Unavailable } from './errors.ts';

/** Who is asking, as the access token says it. */
export interface Viewer {
  readonly id: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly sessionId: string;
}

/** Turns the Authorization header of a request into its viewer. */
export interface Viewers {
  /** `null` without a header; throws `Unauthenticated` for a token that is forged, expired, revoked or not ours. */
  fromAuthorization(header: string | undefined): Promise<Viewer | null>;
}

/** What every token of this club says of itself; auth signs with the same values. */
export const TOKEN = { issuer: 'fieldhouse/auth', audience: 'fieldhouse', algorithm: 'EdDSA', type: 'at+jwt' } as const;

/** Every scope that a token can carry: one for each role. Whoever has any role has `member`. */
export const SCOPES = ['member', 'trainer', 'staff', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

interface ViewersOptions {
  /** Reads auth's published key set. */
  readonly jwks: () => Promise<unknown>;
  readonly denyList: DenyList;
  /** Told of the session behind every token that is honoured. */
  readonly used?: (sessionId: string) => void;
}

interface Verified {
  readonly viewer: Viewer;
  readonly version: number;
  readonly expiresAt: number;
}

/** Validates tokens by auth's public keys alone, then asks the deny-list; every service holds one. */
export function createViewers({ jwks, denyList, used }: ViewersOptions): Viewers {
  const keys = createRemoteJWKSet(new URL('http://auth/.well-known/jwks.json'), {
    // An unknown key id is looked up again at most twice a minute, so made-up ids cannot hammer auth.
    cooldownDuration: 30_000,
    [customFetch]: async () => Response.json(await jwks()),
  });
  const verified = new LRUCache<string, Verified>({ max: 10_000 });

  async function verify(token: string): Promise<Verified> {
    const known = verified.get(token);
    if (known && known.expiresAt > Date.now()) return known;
    const { payload } = await jwtVerify(token, keys, {
      issuer: TOKEN.issuer,
      audience: TOKEN.audience,
      algorithms: [TOKEN.algorithm],
      typ: TOKEN.type,
      requiredClaims: ['sub', 'sid', 'exp', 'iat'],
    });
    const fresh = readClaims(payload);
    verified.set(token, fresh);
    return fresh;
  }

  return {
    fromAuthorization: async (header) => {
      if (header === undefined) return null;
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
      if (!token || token.length > 4096) throw new Unauthenticated('The access token is not valid');
      const { viewer, version } = await verify(token).catch(refuse);
      if (await denyList.refuses(viewer, version)) throw new Unauthenticated('The access token was revoked');
      used?.(viewer.sessionId);
      return viewer;
    },
  };
}

function refuse(error: unknown): never {
  // One answer for every fault of the token; a key set that cannot be read is not the caller's fault.
  const isOurs = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  if (isOurs || !(error instanceof errors.JOSEError)) throw new Unavailable();
  throw new Unauthenticated('The access token is not valid');
}

function readClaims(claims: JWTPayload): Verified {
  const list = (raw: unknown): string[] => (Array.isArray(raw) ? raw.filter((item) => typeof item === 'string') : []);
  return {
    viewer: {
      id: String(claims.sub),
      roles: list(claims.roles),
      scopes: String(claims.scope ?? '')
        .split(' ')
        .filter(Boolean),
      sessionId: String(claims.sid),
    },
    version: Number(claims.ver ?? 0),
    expiresAt: Number(claims.exp) * 1000,
  };
}

/** Tokens that were signed validly but must not be honoured any longer. */
export interface DenyList {
  refuses(viewer: Viewer, version: number): Promise<boolean>;
  /** From now on refuses every token of this session. */
  denySession(sessionId: string, seconds: number): Promise<void>;
  /** From now on refuses every token of this person whose account version is below the given one. */
  denyBelow(userId: string, version: number, seconds: number): Promise<void>;
}

// A process asks the shared store at most once a second per person: revocations take effect within that time.
const REMEMBERED_MS = 1000;

/** Keeps the deny-list in Redis where there is one; entries live as long as the tokens they refuse. */
export function createDenyList(store: KeyValue): DenyList {
  const recent = new LRUCache<string, { value: string | null }>({ max: 10_000, ttl: REMEMBERED_MS });
  const read = async (key: string): Promise<string | null> => {
    const known = store.isShared ? recent.get(key) : undefined;
    if (known) return known.value;
    const value = await store.get(key);
    recent.set(key, { value });
    return value;
  };
  const write = async (key: string, value: string, seconds: number) => {
    await store.set(key, value, seconds);
    recent.delete(key);
  };
  return {
    refuses: async (viewer, version) => {
      const [session, below] = await Promise.all([read(`deny:${viewer.sessionId}`), read(`deny:${viewer.id}`)]);
      return session !== null || (below !== null && version < Number(below));
    },
    denySession: (sessionId, seconds) => write(`deny:${sessionId}`, '1', seconds),
    denyBelow: (userId, version, seconds) => write(`deny:${userId}`, String(version), seconds),
  };
}
