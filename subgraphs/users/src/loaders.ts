import { byId, byKey } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';

export const loaders = (db: Database) => ({
  user: byId(db.user),
  deletedUser: byId(db.deletedUser),
  userByHandle: byKey(db.user, 'handle'),
});
