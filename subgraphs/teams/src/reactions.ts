import { keepsPeople, reactTo } from '@fieldhouse/kit';
import type { Database } from './context.ts';
import { dismiss } from './membership.ts';

export const reactions = reactTo<Database>({
  ...keepsPeople,
  UserDeleted: async (event, resources) => {
    await keepsPeople.UserDeleted.batch([event], resources);
    await dismiss(resources, event.userId);
  },
});
