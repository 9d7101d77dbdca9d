import { type ReactionMeans, reactTo } from '@fieldhouse/kit';
import type { Database } from './context.ts';
import { endSessions, livingSessions, type Reason } from './sessions.ts';

/** Signs a person out everywhere; people without an account have nowhere to be signed out of. */
async function signOut(userId: string, reason: Reason, means: ReactionMeans<Database>) {
  const account = await means.tx.account.findUnique({ where: { id: userId } });
  if (account) await endSessions(means.tx, means.emit, account, await livingSessions(means.tx, userId), reason, means);
  return account;
}

/** Notes a ban or its end, unless something newer is known; false then. */
async function noteBan(
  { tx }: Pick<ReactionMeans<Database>, 'tx'>,
  { userId: id, version }: { userId: string; version: number },
  ban: { banned: boolean; bannedUntil: string | null },
): Promise<boolean> {
  const data = { ...ban, banVersion: version };
  return (await tx.account.updateMany({ where: { id, banVersion: { lt: version } }, data })).count > 0;
}

export const reactions = reactTo<Database>({
  UserBanned: async (event, means) => {
    const isNews = await noteBan(means, event, { banned: true, bannedUntil: event.until ?? null });
    if (isNews) await signOut(event.userId, 'BANNED', means);
  },
  UserUnbanned: async (event, means) => {
    await noteBan(means, event, { banned: false, bannedUntil: null });
  },
  UserDeleted: async ({ userId }, means) => {
    if (await signOut(userId, 'DELETED', means)) await means.tx.account.delete({ where: { id: userId } });
  },
});
