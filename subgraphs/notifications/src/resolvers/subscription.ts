import { atVersion } from '@fieldhouse/kit';
import type { SubscriptionResolvers } from '../__generated__/resolvers.ts';

/** Who was away for long is told of so many: the others are in the inbox. */
const MOST_AT_ONCE = 100;

export const Subscription: SubscriptionResolvers = {
  notificationReceived: async (_, { category }, { viewer, db, live }) => {
    const { after } = live;
    const latest = await db.notification.findMany({
      where: {
        userId: viewer.id,
        inboxAt: { not: null },
        ...(category ? { category: { in: [...category] } } : {}),
        ...(after === undefined ? {} : { inboxVersion: { gt: after } }),
      },
      orderBy: [{ inboxVersion: 'desc' }],
      take: after === undefined ? 1 : MOST_AT_ONCE,
    });
    const next = latest.at(-1);
    return next ? atVersion(next.inboxVersion, next) : null;
  },
  unreadCountChanged: async (_, __, { viewer, load }) => {
    const { version = 0, unread = 0 } = (await load.inbox.load(viewer.id)) ?? {};
    return atVersion(version, unread);
  },
};
