import { admin, circleNow, definePolicies, member, self, selfUnlessNamed, staffOfPerson } from '@fieldhouse/kit';
import type { UsersContext } from './__generated__/context.ts';

const staff = staffOfPerson<UsersContext>();

export const policies = definePolicies<UsersContext>({
  self,
  member,
  'self:edits': selfUnlessNamed('one’s own profile'),
  admin,
  // What is left of somebody deleted says nothing that needs hiding.
  'team:staff': {
    ...staff,
    allows: (viewer, about, context) => about.parent.gone === true || staff.allows(viewer, about, context),
  },
  'profile:visible': {
    label: 'somebody the person’s visibility setting includes',
    allows: async (viewer, { parent: user }, context) => {
      if (viewer.id === user.id || viewer.roles.includes('ADMIN') || user.visibility === 'CLUB') return true;
      const { teammates, staffOf } = await circleNow(context);
      return staffOf.has(user.id) || (user.visibility === 'TEAM' && teammates.has(user.id));
    },
  },
});
