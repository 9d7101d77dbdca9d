import { defineJobs } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';

export const jobs = defineJobs<Database>({
  deliver: { run: async (_: object) => undefined },
});
