import { EVERY_VERSION, type ReactionResources, reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Account } from './__generated__/prisma/client.ts';
import { endDeparture } from './administrators.ts';
import { noteDenials } from './denials.ts';
import { refusals } from './refusals.ts';
import { granted, setRoles } from './roles.ts';
import { endSessions, livingSessions, type Reason } from './sessions.ts';

/** Signs a person out everywhere; people without an account have nowhere to be signed out of. */
async function signOut(userId: string, reason: Reason, resources: ReactionResources<Database>) {
  const account = await resources.tx.account.findUnique({ where: { id: userId } });
  if (account)
    await endSessions(
      resources.tx,
      resources.emit,
      account,
      await livingSessions(resources.tx, userId),
      reason,
      resources,
    );
  return account;
}

type Standing = Partial<Pick<Account, 'banned' | 'bannedUntil'>>;

/** Notes how a person stands with the club, unless something newer is known; `null` then, and for people without an account. */
async function noteStanding(
  { tx }: Pick<ReactionResources<Database>, 'tx'>,
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
  ...refusals,
  UserApproved: async (event, resources) => {
    const account = await noteStanding(resources, event, {});
    if (account && !account.roles.includes('MEMBER'))
      await setRoles(resources.tx, resources.emit, resources, account.id, granted(account.roles, 'MEMBER'));
  },
  UserBanned: async (event, resources) => {
    const bannedUntil = event.until == null ? null : new Date(event.until);
    await endDeparture(resources.tx, event.departureId);
    if (await noteStanding(resources, event, { banned: true, bannedUntil }))
      await signOut(event.userId, 'BANNED', resources);
  },
  UserUnbanned: async (event, resources) => {
    await noteStanding(resources, event, { banned: false, bannedUntil: null });
  },
  UserDeleted: async ({ userId }, resources) => {
    await noteDenials(resources.tx, new Map([[userId, EVERY_VERSION]]), resources);
    if (await signOut(userId, 'DELETED', resources)) await resources.tx.account.delete({ where: { id: userId } });
  },
});
