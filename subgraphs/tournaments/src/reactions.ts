import { copiedPeople, reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';

export const reactions = reactTo<Database>({
  UserDeleted: async (event, { tx }) => {
    await copiedPeople.hear(tx, 'UserDeleted', event);
    await tx.official.deleteMany({ where: { userId: event.userId } });
    await tx.matchReport.updateMany({ where: { byId: event.userId }, data: { note: null } });
  },
});
