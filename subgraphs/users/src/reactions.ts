import { reactTo } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { noteGameRead } from './game-reads.ts';
import { openProfileIn } from './registration.ts';

export const reactions = reactTo<Database>({
  GameRead: noteGameRead,
  // Whoever is given a role is let in by that; whoever loses the last one waits to be let in again.
  RolesChanged: async ({ userId: id, version: rolesVersion, roles }, { tx }) => {
    const { count } = await tx.user.updateMany({
      where: { id, rolesVersion: { lt: rolesVersion } },
      data: { rolesVersion },
    });
    if (count === 0) return; // somebody deleted, or older than what is known
    const approved = roles.length > 0;
    const [before, status] = approved
      ? (['PENDING_APPROVAL', 'ACTIVE'] as const)
      : (['ACTIVE', 'PENDING_APPROVAL'] as const);
    await tx.user.updateMany({ where: { id }, data: { approved } });
    await tx.user.updateMany({ where: { id, status: before }, data: { status, version: { increment: 1 } } });
  },
  UserCreated: async (registered, { tx, emit }) => {
    await openProfileIn(tx, emit, registered);
  },
});
