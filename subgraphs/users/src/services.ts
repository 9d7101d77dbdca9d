import type { Resources } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { accountOf, openProfile } from './registration.ts';

export function services(resources: Resources<Database>) {
  return {
    /** The profile of somebody who registered a moment ago, should the announcement not have arrived yet. */
    openProfileOf: async (userId: string) => {
      const account = await accountOf(resources, userId);
      return account && openProfile(resources, { userId, ...account, approved: account.roles.length > 0 });
    },
  };
}
