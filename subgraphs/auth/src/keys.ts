import { randomUUID } from 'node:crypto';
import { TOKEN } from '@fieldhouse/kit';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { SigningKey } from './__generated__/prisma/client.ts';
import type { Database, Resources, Tx } from './context.ts';
import { decrypt, deriveKey, encrypt } from './secrets.ts';

const ROTATE_AFTER_DAYS = 30;
const SKEW_SECONDS = 120;
const LOCK = 'auth signing keys';

const vaultKey = ({ config }: Pick<Resources, 'config'>) => deriveKey(config.authSecret, 'signing keys');

async function createKey(tx: Tx, state: 'NEXT' | 'ACTIVE', vault: Buffer): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN.algorithm, { crv: 'Ed25519', extractable: true });
  const kid = randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: TOKEN.algorithm, use: 'sig' };
  const privateJwk = encrypt(JSON.stringify(await exportJWK(privateKey)), vault);
  return tx.signingKey.create({
    data: { kid, state, publicJwk, privateJwk, activeAt: state === 'ACTIVE' ? new Date() : null },
  });
}

/** Holds back other instances that want to change the keys at the same time, until this transaction ends. */
const alone = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`;

/** Makes the first keys. */
export const ensureKeys = (resources: Resources): Promise<void> =>
  resources.transact(async (tx) => {
    await alone(tx);
    if ((await tx.signingKey.count()) > 0) return;
    await createKey(tx, 'ACTIVE', vaultKey(resources));
    await createKey(tx, 'NEXT', vaultKey(resources));
  });

/** Signs with the next key from now on. The old one stays published until its last token has expired. */
export const rotateKeys = (
  resources: Pick<Resources, 'transact' | 'config' | 'now'>,
  unless: (active: SigningKey) => boolean = () => false,
): Promise<SigningKey> =>
  resources.transact(async (tx) => {
    await alone(tx);
    const active = await tx.signingKey.findFirstOrThrow({ where: { state: 'ACTIVE' } });
    if (unless(active)) return active;
    const retiresAt = new Date(resources.now().getTime() + (resources.config.accessTokenSeconds + SKEW_SECONDS) * 1000);
    await tx.signingKey.deleteMany({ where: { state: 'RETIRING', retiresAt: { lt: resources.now() } } });
    await tx.signingKey.update({ where: { kid: active.kid }, data: { state: 'RETIRING', retiresAt } });
    const next = await tx.signingKey.findFirstOrThrow({ where: { state: 'NEXT' } });
    await createKey(tx, 'NEXT', vaultKey(resources));
    return tx.signingKey.update({ where: { kid: next.kid }, data: { state: 'ACTIVE', activeAt: resources.now() } });
  });

/** The public halves: published before they sign, and until the last token is gone. */
export async function publishedKeys({ db, now }: Pick<Resources, 'db' | 'now'>): Promise<{ keys: unknown[] }> {
  const keys = await db.signingKey.findMany({ where: { OR: [{ retiresAt: null }, { retiresAt: { gt: now() } }] } });
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}

/** The key that signs now; one that has served its time is rotated out first. */
async function activeKey(resources: Resources): Promise<SigningKey> {
  const oldest = new Date(resources.now().getTime() - ROTATE_AFTER_DAYS * 86_400_000);
  const isYoung = (key: SigningKey) => key.activeAt !== null && key.activeAt > oldest;
  const active = await (resources.db as Database).signingKey.findFirstOrThrow({ where: { state: 'ACTIVE' } });
  return isYoung(active) ? active : rotateKeys(resources, isYoung);
}

const imported = new Map<string, Awaited<ReturnType<typeof importJWK>>>();

/** Signs claims as an access token. */
export async function sign(
  resources: Resources,
  subject: string,
  claims: Record<string, unknown>,
  expiresAt: Date,
): Promise<string> {
  const { kid, privateJwk } = await activeKey(resources);
  const key =
    imported.get(kid) ??
    (await importJWK(JSON.parse(decrypt(privateJwk, vaultKey(resources))) as JWK, TOKEN.algorithm));
  imported.set(kid, key);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: TOKEN.algorithm, kid, typ: TOKEN.type })
    .setSubject(subject)
    .setIssuer(TOKEN.issuer)
    .setAudience(TOKEN.audience)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(key);
}
