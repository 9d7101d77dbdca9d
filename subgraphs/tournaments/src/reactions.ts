import { copiedPeople, reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { leaveAll } from './leaving.ts';

export const reactions = reactTo<Database>({
  /** Their matches to come are forfeited, and what was played stays, under the name of a former member. */
  UserDeleted: async (event, { tx, emit, schedule, cancel, now }) => {
    await copiedPeople.hear(tx, 'UserDeleted', event);
    await tx.official.deleteMany({ where: { userId: event.userId } });
    await tx.matchReport.updateMany({ where: { byId: event.userId }, data: { note: null } });
    await leaveAll({ tx, emit, later: { schedule, cancel }, now: now() }, event.userId);
  },
});
