import { erasePerson } from '@fieldhouse/contracts';
import type { Erasure } from '@fieldhouse/messaging';

/** Dead letters forget whoever was deleted; what they keep is still an event, and can be replayed. */
export const erasure: Erasure = {
  subjectOf: ({ type, payload }) => {
    if (type !== 'UserDeleted' || typeof payload !== 'object' || payload === null) return undefined;
    const { userId } = payload as { userId?: unknown };
    return typeof userId === 'string' ? userId : undefined;
  },
  erase: ({ type, payload }, userId) => erasePerson(type, payload, userId),
};
