import { byId, byKey } from '@fieldhouse/kit';
import type { Database } from './context.ts';

export const loaders = (db: Database) => ({
  user: byId(db.user),
  deletedUser: byId(db.deletedUser),
  userByHandle: byKey(db.user, 'handle'),
});
