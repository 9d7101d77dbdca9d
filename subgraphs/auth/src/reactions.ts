import { type ReactionMeans, reactTo } from '@fieldhouse/kit';
import type { Database } from './context.ts';
import { endSessions, livingSessions, type Reason } from './sessions.ts';

/** Signs a person out everywhere; people without an account have nowhere to be signed out of. */
async function signOut(userId: string, reason: Reason, means: ReactionMeans<Database>) {
  const account = await means.tx.account.findUnique({ where: { id: userId } });
  if (account) await endSessions(means.tx, means.emit, account, await livingSessions(means.tx, userId), reason, means);
  return account;
}

export const reactions = reactTo<Database>({
  UserBanned: async ({ userId, until }, means) => {
    await means.tx.account.updateMany({ where: { id: userId }, data: { banned: true, bannedUntil: until ?? null } });
    await signOut(userId, 'BANNED', means);
  },
  UserUnbanned: async ({ userId }, { tx }) => {
    await tx.account.updateMany({ where: { id: userId }, data: { banned: false, bannedUntil: null } });
  },
  UserDeleted: async ({ userId }, means) => {
    if (await signOut(userId, 'DELETED', means)) await means.tx.account.delete({ where: { id: userId } });
  },
});
