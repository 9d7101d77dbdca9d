import { copiedPeople, reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { dismiss } from './membership.ts';

export const reactions = reactTo<Database>({
  UserDeleted: async (event, resources) => {
    await copiedPeople.hear(resources.tx, 'UserDeleted', event);
    await dismiss(resources, event.userId);
  },
});
