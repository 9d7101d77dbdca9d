import { definePolicies, hasRole, self } from '@fieldhouse/kit';
import type { AuthContext } from './context.ts';

export const policies = definePolicies<AuthContext>({
  self,
  admin: hasRole('ADMIN'),
});
