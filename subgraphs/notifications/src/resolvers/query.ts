import { paginate } from '@fieldhouse/kit';
import type { NotificationFilter, QueryResolvers } from '../__generated__/resolvers.ts';
import { CATALOGUE, CATEGORIES } from '../catalogue.ts';

export const Query: QueryResolvers = {
  notifications: (_, { filter, ...args }, { viewer, db }) =>
    paginate(db.notification, args, {
      where: { userId: viewer.id, inboxAt: { not: null }, snoozedUntil: null, ...matching(filter) },
      order: [{ inboxAt: 'desc' }, { id: 'desc' }],
    }),
  unreadNotificationCount: async (_, __, { viewer, load }) => (await load.inbox.load(viewer.id))?.unread ?? 0,
  notificationCatalogue: () =>
    CATEGORIES.map((category) => ({
      category,
      ...CATALOGUE[category],
      defaultChannels: [...CATALOGUE[category].defaultChannels],
    })),
  reminders: (_, { upcoming, ...args }, { viewer, db }) =>
    paginate(db.reminder, args, {
      where: { userId: viewer.id, ...(upcoming ? { status: 'SCHEDULED' } : {}) },
      order: [{ fireAt: 'asc' }, { id: 'asc' }],
    }),
  broadcast: (_, { id }, { load }) => load.broadcast.load(id),
};

function matching(filter: NotificationFilter | null | undefined): object {
  const { unreadOnly, category, archived, since } = filter ?? {};
  return {
    archivedAt: archived ? { not: null } : null,
    ...(unreadOnly ? { readAt: null } : {}),
    ...(category ? { category: { in: [...category] } } : {}),
    ...(since ? { inboxAt: { gte: since } } : {}),
  };
}
