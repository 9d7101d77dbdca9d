import { definePolicies, hasRole, member, self } from '@fieldhouse/kit';
import type { UsersContext } from './__generated__/context.ts';

export const policies = definePolicies<UsersContext>({
  self,
  member,
  'self:edits': {
    label: 'one’s own profile',
    allows: (viewer, { input }) => input.userId == null || input.userId === viewer.id,
  },
  admin: hasRole('ADMIN'),
  'team:staff': {
    label: 'staff of a team that the person is on',
    allows: async (_, { parent }, { circle }) => parent.gone === true || (await circle()).staffOf.has(parent.id),
  },
  'profile:visible': {
    label: 'somebody the person’s visibility setting includes',
    allows: async (viewer, { parent: user }, { circle }) => {
      if (viewer.id === user.id || viewer.roles.includes('ADMIN') || user.visibility === 'CLUB') return true;
      const { teammates, staffOf } = await circle();
      return staffOf.has(user.id) || (user.visibility === 'TEAM' && teammates.has(user.id));
    },
  },
});
