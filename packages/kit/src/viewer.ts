import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { DenyList } from './deny-list.ts';
import { Unauthenticated, Unavailable } from './errors.ts';
import { createKeySet, type PublishedKeys } from './key-set.ts';
import { TOKEN } from './token.ts';

/** Who is asking, as the access token says it. */
export interface Viewer {
  readonly id: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly sessionId: string;
}

/** A token that was honoured: whose it is, of which account version, and until when it is good. */
export interface Bearer {
  readonly viewer: Viewer;
  readonly version: number;
  readonly expiresAt: number;
}

/** Turns the Authorization header of a request into its viewer. */
export interface Viewers {
  /** `null` without a header; throws `Unauthenticated` for a token that is forged, expired, revoked or not ours. */
  fromAuthorization(header: string | undefined): Promise<Viewer | null>;
  /** The same with what else the token says, for whoever goes by it longer than one request takes. */
  bearerOf(header: string | undefined): Promise<Bearer | null>;
  /** Those of them that are honoured no longer, looked up in one go. */
  outlived<B extends Bearer>(bearers: readonly B[]): Promise<readonly B[]>;
}

interface ViewersOptions {
  /** Reads auth's published key set. */
  readonly jwks: () => Promise<unknown>;
  readonly denyList: DenyList;
  /** Told of the session behind every token that is honoured. */
  readonly used?: (sessionId: string) => void;
  readonly now?: () => Date;
}

/** Validates tokens by auth's public keys alone, then asks the deny-list; every service holds one. */
export function createViewers({ jwks, denyList, used, now = () => new Date() }: ViewersOptions): Viewers {
  const keySet = createKeySet<Bearer>(jwks, now);

  async function verify(token: string): Promise<Bearer> {
    const keys = await keySet.current();
    const known = keys.found.get(token);
    if (known && known.expiresAt > now().getTime()) return known;
    const { fresh, by } = await verified(token, keys).catch(async (error: unknown) => {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return verified(token, await keySet.renewed());
    });
    by.found.set(token, fresh);
    return fresh;
  }

  async function verified(token: string, by: PublishedKeys<Bearer>) {
    const currentDate = now();
    const { payload } = await jwtVerify(token, by.find, {
      issuer: TOKEN.issuer,
      audience: TOKEN.audience,
      algorithms: [TOKEN.algorithm],
      typ: TOKEN.type,
      requiredClaims: ['sub', 'sid', 'exp', 'iat'],
      currentDate,
    });
    ensureLifetime(payload, currentDate);
    return { fresh: readClaims(payload), by };
  }

  const bearerOf: Viewers['bearerOf'] = async (header) => {
    if (header === undefined) return null;
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
    if (!token || token.length > 4096) throw new Unauthenticated('The access token is not valid');
    const bearer = await verify(token).catch(refuse);
    const { viewer, version } = bearer;
    if (await denyList.refuses(viewer, version)) throw new Unauthenticated('The access token was revoked');
    used?.(viewer.sessionId);
    return bearer;
  };
  return {
    bearerOf,
    fromAuthorization: async (header) => (await bearerOf(header))?.viewer ?? null,
    outlived: async (bearers) => {
      const refused = await denyList.refusedAmong(bearers.map(({ viewer, version }) => ({ ...viewer, version })));
      const time = now().getTime();
      return bearers.filter(({ expiresAt }, at) => expiresAt <= time || refused[at]);
    },
  };
}

function refuse(error: unknown): never {
  // One answer for every fault of the token; a key set that cannot be read is not the caller's fault.
  if (!(error instanceof errors.JOSEError)) throw new Unavailable();
  throw new Unauthenticated('The access token is not valid');
}

/** Whoever got hold of a key for a moment gets no token out of it that outlives the day. */
function ensureLifetime(claims: JWTPayload, now: Date): void {
  const { iat = Number.NaN, exp = Number.NaN } = claims;
  const isAtMostADay = exp - iat <= TOKEN.longestSeconds;
  const isSigned = iat <= now.getTime() / 1000 + TOKEN.skewSeconds;
  if (!isAtMostADay || !isSigned) throw new errors.JWTClaimValidationFailed('lives too long', claims, 'exp');
}

function readClaims(claims: JWTPayload): Bearer {
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
