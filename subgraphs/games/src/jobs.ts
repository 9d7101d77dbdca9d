import { defineJobs } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { DETAIL, fillDetails } from './details.ts';
import { refresh } from './refresh.ts';

export const jobs = defineJobs<Database>({
  // A provider that fails is noted and asked again by a timer: the job itself fails only with the house.
  refresh: { run: (_: object, { signal, ...resources }) => refresh(resources, signal), timeoutMs: 20_000 },
  [DETAIL]: { run: (_: object, job) => fillDetails(job), timeoutMs: 60_000, atOnce: 1 },
});
