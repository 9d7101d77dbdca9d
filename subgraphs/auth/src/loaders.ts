import { byId } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';

export const loaders = (db: Database) => ({
  account: byId(db.account),
});
