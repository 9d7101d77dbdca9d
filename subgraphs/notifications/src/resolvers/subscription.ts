import { atVersion } from '@fieldhouse/kit';
import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';

export const Subscription: SubscriptionResolvers = {
  notificationReceived: async (_, { category }, { viewer, db }) => {
    const latest = await db.notification.findFirst({
      where: { userId: viewer.id, inboxAt: { not: null }, ...(category ? { category: { in: [...category] } } : {}) },
      orderBy: [{ inboxVersion: 'desc' }],
    });
    return latest && atVersion(latest.inboxVersion, latest);
  },
  unreadCountChanged: async (_, __, { viewer, load }) => {
    const { version = 0, unread = 0 } = (await load.inbox.load(viewer.id)) ?? {};
    return atVersion(version, unread);
  },
};
