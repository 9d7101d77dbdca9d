import { NotFound, UserError } from '@fieldhouse/kit';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { changeInbox, mark, marked } from '../inbox.ts';
import { ahead } from '../preferences.ts';

const MOST_SHOWN = 100;

/** What a person does with their inbox. */
export const inboxMutations: MutationResolvers = {
  markNotifications: async (_, { input: { ids, all, ...marks } }, { viewer, transact, now }) => {
    const userId = viewer.id;
    const which = marked(userId, { ids, all });
    if (marks.read == null && marks.seen == null && marks.archived == null)
      throw new UserError('VALIDATION', 'Say what to mark: read, seen or archived');
    return transact(async (tx, emit) => {
      const named = await tx.notification.findMany({
        where: which,
        orderBy: [{ inboxAt: 'desc' }, { id: 'desc' }],
        take: MOST_SHOWN,
        select: { id: true },
      });
      const unreadCount = await changeInbox(tx, emit, { userId, ids }, () => mark(tx, which, marks, now()));
      return {
        notifications: await tx.notification.findMany({
          where: { id: { in: named.map(({ id }) => id) } },
          orderBy: [{ inboxAt: 'desc' }, { id: 'desc' }],
        }),
        unreadCount,
      };
    });
  },

  snoozeNotification: (_, { input: { id, until } }, { viewer, transact, now }) => {
    const snoozedUntil = ahead(until, now(), 'until');
    return transact(async (tx, emit, { schedule }) => {
      const where = { id, userId: viewer.id, inboxAt: { not: null } };
      await changeInbox(tx, emit, { userId: viewer.id, ids: [id] }, async () => {
        const { count } = await tx.notification.updateMany({ where, data: { snoozedUntil } });
        if (count === 0) throw new NotFound('No such notification');
        return count;
      });
      await schedule('snoozeEnds', id, snoozedUntil);
      return { notification: await tx.notification.findUniqueOrThrow({ where: { id } }) };
    });
  },
};
