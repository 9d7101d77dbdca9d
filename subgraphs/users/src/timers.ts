import { defineTimers } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { unbanned } from './standing.ts';

export const timers = defineTimers<Database>({
  // A ban that was moved or lifted meanwhile is not this one's to end.
  banEnds: async ({ userId: id }: { userId: string }, { tx, emit, dueAt }) => {
    for (const approved of [true, false]) {
      const [user] = await tx.user.updateManyAndReturn({
        where: { id, status: 'BANNED', bannedUntil: { lte: dueAt }, approved },
        data: { status: unbanned({ approved }), statusReason: null, bannedUntil: null, version: { increment: 1 } },
      });
      if (user) await emit('UserUnbanned', { userId: id, version: user.version });
    }
  },
});
