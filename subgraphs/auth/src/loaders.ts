import { byId } from '@fieldhouse/kit';
import type { Database } from './context.ts';

export const loaders = (db: Database) => ({
  account: byId(db.account),
});
