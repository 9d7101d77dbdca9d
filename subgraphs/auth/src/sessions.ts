import { type Emit, EVERY_VERSION, newId, UserError } from '@fieldhouse/kit';
import type { Resources, Tx } from './__generated__/database.ts';
import type { Account, Session } from './__generated__/prisma/client.ts';
import { type Denying, noteDenials } from './denials.ts';
import { sign } from './keys.ts';
import { scopesOf } from './roles.ts';
import { deriveKey, hashOf, newToken, successorOf } from './secrets.ts';
import { settings } from './settings.ts';

/** What a client needs to act for somebody, as the schema's AuthTokens. */
export interface Tokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** Why sessions end before their time, as SessionsRevoked says it. */
export type Reason = 'LOGOUT' | 'REVOKED' | 'PASSWORD_CHANGED' | 'TOKEN_REUSED' | 'BANNED' | 'DELETED';

const after = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);

/** A session as it stands and the refresh token it waits for. */
interface Opened {
  readonly session: Session;
  readonly refreshToken: string;
}

/** Opens a session. */
export async function openSession(
  tx: Tx,
  account: Account,
  place: { device: string; address: string },
  resources: Resources,
): Promise<Opened> {
  const refreshToken = newToken();
  const expiresAt = after(resources.now(), settings.in(resources).sessionSeconds);
  const session = await tx.session.create({
    data: { id: newId('ses'), accountId: account.id, ...place, expiresAt },
  });
  await tx.refreshToken.create({ data: { hash: hashOf(refreshToken), sessionId: session.id } });
  return { session, refreshToken };
}

/**
 * Signs somebody in on an account that is held, and announces it. The device is new when none of the account's sessions, for as long as they are
 * remembered, bears its name; the very first one of an account is not.
 */
export async function signIn(
  tx: Tx,
  emit: Emit,
  account: Account,
  place: { device: string; address: string },
  resources: Resources,
): Promise<Opened & { readonly owner: Account }> {
  const { id: accountId, signedIn } = account;
  const known = await tx.session.findFirst({ where: { accountId, device: place.device }, select: { id: true } });
  const opened = await openSession(tx, account, place, resources);
  const data = { signedIn: true, version: { increment: 1 } };
  const owner = await tx.account.update({ where: { id: accountId }, data });
  const device = { device: place.device, isNewDevice: signedIn && known === null };
  await emit('SessionStarted', {
    userId: accountId,
    version: owner.version,
    sessionId: opened.session.id,
    ...device,
  });
  return { owner, ...opened };
}

/** Signs an access token for a session. Outside of transactions: signing may rotate keys. */
export async function tokensFor(
  resources: Resources,
  account: Account,
  { session, refreshToken }: Opened,
): Promise<Tokens> {
  const accessTokenExpiresAt = after(resources.now(), resources.config.accessTokenSeconds);
  const claims = {
    sid: session.id,
    roles: account.roles,
    scope: scopesOf(account.roles).join(' '),
    ver: account.version,
  };
  const accessToken = await sign(resources, account.id, claims, accessTokenExpiresAt);
  return { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt: session.expiresAt };
}

/** What a trade of a refresh token comes to. */
export type Trade = (Opened & { readonly account: Account }) | { readonly refused: UserError };

const invalid = () => new UserError('TOKEN_INVALID', 'Sign in again', 'refreshToken');

/** Refuses accounts that are shut out; a ban that has run out is over. */
export function ensureNotBanned({ banned, bannedUntil }: Account, now: Date): void {
  if (banned && (bannedUntil === null || bannedUntil > now))
    throw new UserError('ACCOUNT_BANNED', 'This account is shut out');
}

/**
 * Trades a refresh token. The refusal is returned, not thrown, since detecting a theft ends the session: that must be
 * kept although the caller is refused.
 */
export const trade = (resources: Resources, token: string, address: string): Promise<Trade> =>
  resources.transact(async (tx, emit) => {
    const [locked] = await tx.$queryRaw<{ sessionId: string }[]>`
      SELECT session."id" AS "sessionId" FROM "Session" AS session JOIN "RefreshToken" AS token ON token."sessionId" = session."id"
      WHERE token."hash" = ${hashOf(token)} FOR UPDATE OF session`;
    if (!locked) return { refused: invalid() };
    const { account, ...session } = await tx.session.findUniqueOrThrow({
      where: { id: locked.sessionId },
      include: { account: true },
    });
    if (session.revokedAt || session.expiresAt <= resources.now()) return { refused: invalid() };
    const used = await tx.refreshToken.findUniqueOrThrow({ where: { hash: hashOf(token) } });
    const refreshToken = successorOf(token, deriveKey(resources.config.authSecret, 'refresh tokens'));
    if (used.usedAt) {
      if (await isRepetition(tx, used.usedAt, refreshToken, resources)) return { session, account, refreshToken };
      await endSessions(tx, emit, account, [session.id], 'TOKEN_REUSED', resources);
      return {
        refused: new UserError('TOKEN_REUSED', 'This token was used before: the session has ended', 'refreshToken'),
      };
    }
    await tx.refreshToken.update({ where: { hash: used.hash }, data: { usedAt: resources.now() } });
    await tx.refreshToken.create({ data: { hash: hashOf(refreshToken), sessionId: session.id } });
    const renewed = {
      lastSeenAt: resources.now(),
      expiresAt: after(resources.now(), settings.in(resources).sessionSeconds),
      address,
    };
    return { session: await tx.session.update({ where: { id: session.id }, data: renewed }), account, refreshToken };
  });

/** True for the latest trade asked for once more, its answer lost on the way; not for any older one. */
async function isRepetition(tx: Tx, usedAt: Date, successor: string, resources: Resources): Promise<boolean> {
  const { graceSeconds } = settings.in(resources);
  const isRecent = resources.now().getTime() - usedAt.getTime() <= graceSeconds * 1000;
  const next = await tx.refreshToken.findUnique({ where: { hash: hashOf(successor) } });
  return isRecent && next !== null && next.usedAt === null;
}

/** Ends sessions; their access tokens are refused once that is committed. */
export async function endSessions(
  tx: Tx,
  emit: Emit,
  account: Pick<Account, 'id'>,
  sessionIds: readonly string[],
  reason: Reason,
  resources: Denying,
): Promise<Session[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: { id: { in: [...sessionIds] }, accountId: account.id, revokedAt: null },
    data: { revokedAt: resources.now() },
  });
  if (ended.length === 0) return [];
  await noteDenials(tx, new Map(ended.map(({ id }) => [id, EVERY_VERSION])), resources);
  const { version } = await tx.account.update({
    where: { id: account.id },
    data: { version: { increment: 1 } },
    select: { version: true },
  });
  await emit('SessionsRevoked', { userId: account.id, version, sessionIds: ended.map(({ id }) => id), reason });
  return ended;
}

/** The ids of an account's living sessions. */
export const livingSessions = async (tx: Tx, accountId: string): Promise<string[]> =>
  (await tx.session.findMany({ where: { accountId, revokedAt: null }, select: { id: true } })).map(({ id }) => id);

/** Forgets what ended long ago, a little at a time. */
export const purgeSessions = (tx: Tx, now: Date): Promise<number> => tx.$executeRaw`
  DELETE FROM "Session" WHERE "id" IN (
    SELECT "id" FROM "Session" WHERE "expiresAt" < ${new Date(now.getTime() - 86_400_000)} LIMIT 100)`;
