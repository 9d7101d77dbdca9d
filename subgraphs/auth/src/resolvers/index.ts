import { lastUse } from '@fieldhouse/kit';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Account: {
    isLastAdmin: async ({ id, roles }, _, { db }) =>
      roles.includes('ADMIN') && (await db.account.count({ where: { roles: { has: 'ADMIN' }, NOT: { id } } })) === 0,
  },
  Session: {
    user: ({ accountId }) => ({ id: accountId }),
    lastSeenAt: async ({ id, lastSeenAt }, _, { keyValue }) => {
      const used = await lastUse(keyValue, id);
      return used && used > lastSeenAt ? used : lastSeenAt;
    },
    current: ({ id }, _, { visitor }) => id === visitor?.sessionId,
  },
  User: {
    roles: async ({ id }, _, { load }) => (await load.account.load(id))?.roles ?? null,
  },
};
