import { atVersion } from '@fieldhouse/kit';
import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';

export const Subscription: SubscriptionResolvers = {
  sessionRevoked: async (_, __, { viewer, load, db }) => {
    // The version first: a session that ends in between is told once more with the next, rather than never.
    const account = await load.account.load(viewer.id);
    const session = await db.session.findFirst({
      where: { accountId: viewer.id, revokedAt: { not: null } },
      orderBy: [{ revokedAt: 'desc' }, { id: 'desc' }],
    });
    return account && session && atVersion(account.version, session);
  },
};
