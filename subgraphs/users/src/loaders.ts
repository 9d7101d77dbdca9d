import { byId, byKey, pagesBy } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { GameRead } from './__generated__/prisma/client.ts';

export const loaders = (db: Database) => ({
  user: byId(db.user),
  deletedUser: byId(db.deletedUser),
  gameReadsPage: pagesBy<GameRead>(db.user, 'gameReads', { order: [{ readAt: 'desc' }, { gameId: 'asc' }] }),
  userByHandle: byKey(db.user, 'handle'),
});
