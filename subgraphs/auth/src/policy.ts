import { admin, definePolicies, member, self } from '@fieldhouse/kit';
import type { AuthContext } from './__generated__/context.ts';

export const policies = definePolicies<AuthContext>({ self, member, admin });
