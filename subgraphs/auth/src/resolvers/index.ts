import { lastUse } from '@fieldhouse/kit';
import { PersonNow } from '../__generated__/peers/users.ts';
import type { Session as SessionRow } from '../__generated__/prisma/client.ts';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { Mutation } from './mutation.ts';
import { Query } from './query.ts';
import { Subscription } from './subscription.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  Session: {
    // Who signs in sends no token of their own yet, and nothing of them would be shown: `LoginPayload.user` says who it is.
    user: ({ accountId }, _, { visitor }) => (visitor?.id === accountId ? { id: accountId } : null),
    lastSeenAt: async ({ id, lastSeenAt }, _, { keyValue }) => {
      const used = await lastUse(keyValue, id);
      return used && used > lastSeenAt ? used : lastSeenAt;
    },
    current: (session: SessionRow & { isNew?: boolean }, _, { visitor }) =>
      session.isNew === true || session.id === visitor?.sessionId,
  },
  SignedInUser: {
    // Asked by auth, as the client's request carries no token yet. Signing in does not fail with users: then the first name does.
    displayName: async ({ id: userId, displayName }, _, { ask }) => {
      const answer = await ask(PersonNow, { userId }).catch(() => null);
      return answer?.getUserProfile?.displayName ?? displayName;
    },
  },
  User: {
    roles: async ({ id }, _, { load }) => (await load.account.load(id))?.roles ?? null,
  },
};
