import { keepsPeople, reactTo } from '@fieldhouse/kit';
import type { Database } from './context.ts';
import { dismiss } from './membership.ts';

export const reactions = reactTo<Database>({
  ...keepsPeople,
  UserDeleted: async (event, means) => {
    await keepsPeople.UserDeleted.batch([event], means);
    await dismiss(means, event.userId);
  },
});
