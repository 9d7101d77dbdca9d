import { reactTo } from '@fieldhouse/kit';
import type { Database } from './context.ts';
import { openProfileIn } from './registration.ts';

export const reactions = reactTo<Database>({
  // Whoever is given a role is let in by that.
  RolesChanged: async ({ userId: id, roles }, { tx }) => {
    if (roles.length === 0) return;
    const version = { increment: 1 };
    await tx.user.updateMany({ where: { id, approved: false }, data: { approved: true } });
    await tx.user.updateMany({ where: { id, status: 'PENDING_APPROVAL' }, data: { status: 'ACTIVE', version } });
  },
  UserCreated: async (registered, { tx, emit }) => {
    await openProfileIn(tx, emit, registered);
  },
});
