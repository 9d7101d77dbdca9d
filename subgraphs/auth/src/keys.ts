import { randomUUID } from 'node:crypto';
import { KEY_SET, TOKEN } from '@fieldhouse/kit';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Resources, Tx } from './__generated__/database.ts';
import type { SigningKey } from './__generated__/prisma/client.ts';
import { decrypt, deriveKey, encrypt } from './secrets.ts';

const ROTATE_AFTER_DAYS = 30;
// A key set that was read before a key left it is in use for so long.
const LINGERING_SECONDS = 2 * KEY_SET.keptFor;
const LOCK = 'auth signing keys';

const vaultKey = ({ config }: Pick<Resources, 'config'>) => deriveKey(config.authSecret, 'signing keys');

type Making = Pick<Resources, 'config' | 'now'>;

async function createKey(tx: Tx, state: 'NEXT' | 'ACTIVE', { config, now }: Making): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN.algorithm, { crv: 'Ed25519', extractable: true });
  const kid = randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: TOKEN.algorithm, use: 'sig' };
  const privateJwk = encrypt(JSON.stringify(await exportJWK(privateKey)), vaultKey({ config }));
  return tx.signingKey.create({
    data: { kid, state, publicJwk, privateJwk, createdAt: now(), activeAt: state === 'ACTIVE' ? now() : null },
  });
}

/** Holds back other instances that want to change the keys at the same time, until this transaction ends. */
const alone = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`;

/** Makes the first keys. Nobody can know one without the other: both may sign at once. */
export const ensureKeys = (resources: Resources): Promise<void> =>
  resources.transact(async (tx) => {
    await alone(tx);
    if ((await tx.signingKey.count()) > 0) return;
    const active = await createKey(tx, 'ACTIVE', resources);
    const next = await createKey(tx, 'NEXT', resources);
    await tx.signingKey.update({ where: { kid: next.kid }, data: { createdAt: active.createdAt } });
  });

/** Signs with the next key from now on; the old one stays published until its last token has expired. While the next one is so new that not everybody knows it, the answer is the key that signs: asked twice, keys rotate once. */
export const rotateKeys = (
  resources: Pick<Resources, 'transact' | 'config' | 'now'>,
  unless: (active: SigningKey) => boolean = () => false,
): Promise<SigningKey> =>
  resources.transact(async (tx) => {
    await alone(tx);
    const now = resources.now();
    const active = await inState(tx, 'ACTIVE');
    const waiting = await inState(tx, 'NEXT');
    if (active && (unless(active) || (waiting && !isKnown(waiting, active, now)))) return active;
    const next = waiting ?? (await createKey(tx, 'NEXT', resources));
    await tx.signingKey.deleteMany({ where: { state: 'RETIRING', retiresAt: { lt: now } } });
    const retiresAt = new Date(now.getTime() + (resources.config.accessTokenSeconds + LINGERING_SECONDS) * 1000);
    await tx.signingKey.updateMany({ where: { state: 'ACTIVE' }, data: { state: 'RETIRING', retiresAt } });
    await createKey(tx, 'NEXT', resources);
    return tx.signingKey.update({ where: { kid: next.kid }, data: { state: 'ACTIVE', activeAt: now } });
  });

const inState = (tx: Pick<Tx, 'signingKey'>, state: SigningKey['state']) =>
  tx.signingKey.findFirst({ where: { state }, orderBy: { createdAt: 'asc' } });

/** Whether everybody who knows the active key knows this one as well. */
const isKnown = (next: SigningKey, active: SigningKey, now: Date): boolean =>
  next.createdAt <= active.createdAt ||
  now.getTime() - next.createdAt.getTime() >= KEY_SET.publishedBeforeSigning * 1000;

/** The public halves: published before they sign, and until the last token is gone. */
export async function publishedKeys({ db, now }: Pick<Resources, 'db' | 'now'>): Promise<{ keys: unknown[] }> {
  const keys = await db.signingKey.findMany({
    where: { OR: [{ retiresAt: null }, { retiresAt: { gt: now() } }] },
    orderBy: { kid: 'asc' }, // the same keys are the same document
  });
  return { keys: keys.map(({ publicJwk }) => publicJwk) };
}

/** The key that signs now; one that has served its time, or was withdrawn, is replaced first. */
async function activeKey(resources: Resources): Promise<SigningKey> {
  const oldest = new Date(resources.now().getTime() - ROTATE_AFTER_DAYS * 86_400_000);
  const isYoung = (key: SigningKey) => key.activeAt !== null && key.activeAt > oldest;
  const active = await inState(resources.db, 'ACTIVE');
  return active && isYoung(active) ? active : rotateKeys(resources, isYoung);
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
    .setIssuedAt(resources.now())
    .setExpirationTime(expiresAt)
    .sign(key);
}
