import { defineJobs } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { writeBroadcast } from './broadcast.ts';
import { ATTEMPTS, deliver } from './deliver.ts';
import { remindOfEvent, remindOfOwn } from './reminding.ts';
import { heedClock } from './waiting.ts';

export const jobs = defineJobs<Database>({
  deliver: { run: (_: object, job) => deliver(job.key, job), attempts: ATTEMPTS },
  tellReminder: { run: (_: object, job) => remindOfOwn(job.key, job) },
  tellEventReminder: { run: remindOfEvent },
  heedClock: { run: (_: object, job) => heedClock(job.key, job) },
  broadcast: { run: (_: object, job) => writeBroadcast(job.key, job), timeoutMs: 600_000, atOnce: 1 },
});
