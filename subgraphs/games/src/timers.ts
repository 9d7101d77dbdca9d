import { defineTimers } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { CATALOGUE } from './catalogue.ts';
import { DETAIL } from './details.ts';
import { REFRESH } from './refresh.ts';

export const timers = defineTimers<Database>({
  refreshDue: (_: object, { enqueue }) => enqueue(REFRESH, CATALOGUE),
  detailsDue: (_: object, { enqueue }) => enqueue(DETAIL, CATALOGUE),
});
