import { reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { forgetReader, openReader } from './reading.ts';

export const reactions = reactTo<Database>({
  UserCreated: ({ userId }, { tx }) => openReader(tx, userId),
  UserDeleted: ({ userId }, { tx }) => forgetReader(tx, userId),
});
