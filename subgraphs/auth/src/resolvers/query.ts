import { createViewers } from '@fieldhouse/kit';
import type { QueryResolvers, Role } from '../__generated__/resolvers.ts';
import { publishedKeys } from '../keys.ts';

export const Query: QueryResolvers = {
  session: (_, __, { viewer, db }) => db.session.findUnique({ where: { id: viewer.sessionId } }),
  sessions: (_, __, { viewer, db, now }) =>
    db.session.findMany({
      where: { accountId: viewer.id, revokedAt: null, expiresAt: { gt: now() } },
      orderBy: { createdAt: 'desc' },
    }),
  signingKeys: (_, __, { db }) => db.signingKey.findMany({ orderBy: { createdAt: 'asc' } }),

  validateToken: async (_, { token }, context) => {
    const { denyList, now } = context;
    const viewers = createViewers({ jwks: () => publishedKeys(context), denyList, now });
    const viewer = await viewers.fromAuthorization(`Bearer ${token}`).catch(() => null);
    return viewer
      ? { valid: true, userId: viewer.id, roles: viewer.roles as Role[], scopes: [...viewer.scopes] }
      : { valid: false, userId: null, roles: [], scopes: [] };
  },
  account: (_, { userId }, { load }) => load.account.load(userId),
};
