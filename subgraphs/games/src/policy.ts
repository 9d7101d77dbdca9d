import { admin, definePolicies, member, self } from '@fieldhouse/kit';
import type { GamesContext } from './__generated__/context.ts';

export const policies = definePolicies<GamesContext>({ admin, member, self });
