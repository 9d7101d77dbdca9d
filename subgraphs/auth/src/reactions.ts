import { type ReactionMeans, reactTo } from '@fieldhouse/kit';
import type { Account } from './__generated__/prisma/client.ts';
import { endDeparture } from './administrators.ts';
import type { Database } from './context.ts';
import { granted, setRoles } from './roles.ts';
import { endSessions, livingSessions, type Reason } from './sessions.ts';

/** Signs a person out everywhere; people without an account have nowhere to be signed out of. */
async function signOut(userId: string, reason: Reason, means: ReactionMeans<Database>) {
  const account = await means.tx.account.findUnique({ where: { id: userId } });
  if (account) await endSessions(means.tx, means.emit, account, await livingSessions(means.tx, userId), reason, means);
  return account;
}

type Standing = Partial<Pick<Account, 'banned' | 'bannedUntil'>>;

/** Notes how a person stands with the club, unless something newer is known; `null` then, and for people without an account. */
async function noteStanding(
  { tx }: Pick<ReactionMeans<Database>, 'tx'>,
  { userId: id, version }: { userId: string; version: number },
  standing: Standing,
): Promise<Account | null> {
  const [account] = await tx.account.updateManyAndReturn({
    where: { id, standingVersion: { lt: version } },
    data: { ...standing, standingVersion: version },
  });
  return account ?? null;
}

export const reactions = reactTo<Database>({
  UserApproved: async (event, means) => {
    const account = await noteStanding(means, event, {});
    if (account && !account.roles.includes('MEMBER'))
      await setRoles(means.tx, means.emit, means, account.id, granted(account.roles, 'MEMBER'));
  },
  UserBanned: async (event, means) => {
    const bannedUntil = event.until == null ? null : new Date(event.until);
    await endDeparture(means.tx, event.departureId);
    if (await noteStanding(means, event, { banned: true, bannedUntil })) await signOut(event.userId, 'BANNED', means);
  },
  UserUnbanned: async (event, means) => {
    await noteStanding(means, event, { banned: false, bannedUntil: null });
  },
  UserDeleted: async ({ userId }, means) => {
    if (await signOut(userId, 'DELETED', means)) await means.tx.account.delete({ where: { id: userId } });
  },
});
