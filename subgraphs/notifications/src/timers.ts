import { defineTimers } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';

export const timers = defineTimers<Database>({
  deliverAt: async (_: object, { key, enqueue }) => {
    await enqueue('deliver', key);
  },
});
