import { admin, definePolicies, member, ownRow, self } from '@fieldhouse/kit';
import type { NotificationsContext } from './__generated__/context.ts';

export const policies = definePolicies<NotificationsContext>({
  self,
  member,
  admin,
  'subscription:own': ownRow('whose browser it is'),
  'notification:own': ownRow('whom it is for'),
});
