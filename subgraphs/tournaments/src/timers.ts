import { defineTimers } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { holdMatch } from './held.ts';
import { confirm, pendingReport } from './play.ts';

export const timers = defineTimers<Database>({
  /** Nobody has objected in time: what was reported counts. */
  confirm: async ({ matchId }: { matchId: string }, { tx, emit, schedule, cancel, now, dueAt }) => {
    if (!(await tx.match.findFirst({ where: { id: matchId, status: 'REPORTED' } }))) return;
    const held = await holdMatch(tx, matchId);
    const { status, confirmBy } = held.row;
    if (status !== 'REPORTED' || !confirmBy || confirmBy > dueAt || held.tournament.status === 'CANCELLED') return;
    const doing = { tx, emit, later: { schedule, cancel }, now: now() };
    await confirm(doing, held, await pendingReport(doing, held));
  },
});
