import { UserError } from '@fieldhouse/kit';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { changeInbox, mark, marked } from '../inbox.ts';

const MOST_SHOWN = 100;

export const Mutation: MutationResolvers = {
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
};
