import { type Announcement, announces } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';

/** For whoever keeps a copy of who has which roles. */
export const announcements: readonly Announcement<Database>[] = [
  announces({
    event: 'RolesChanged',
    table: 'Account',
    of: 'id',
    read: async (tx, ids) => {
      const accounts = await tx.account.findMany({ where: { id: { in: ids } } });
      return accounts.map(({ id: userId, version, roles }) => ({ userId, version, roles }));
    },
  }),
];
