import { type Announcement, announces } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { looks } from './announcing.ts';

/** For whoever keeps a copy of tournaments. */
export const announcements: readonly Announcement<Database>[] = [
  announces({
    event: 'TournamentChanged',
    table: 'Tournament',
    of: 'id',
    read: async (tx, ids) => {
      const tournaments = await tx.tournament.findMany({ where: { id: { in: ids } } });
      return tournaments.map((tournament) => ({ ...looks(tournament), status: tournament.status }));
    },
  }),
];
