import { reactTo } from '@fieldhouse/kit';
import type { Database } from './context.ts';
import { openProfileIn } from './registration.ts';

export const reactions = reactTo<Database>({
  UserCreated: async (registered, { tx, emit }) => {
    await openProfileIn(tx, emit, registered);
  },
});
