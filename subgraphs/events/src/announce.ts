import { type Announcement, announces } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { looks } from './event.ts';

/** For whoever keeps a copy of events: all of them, those that were called off too. */
export const announcements: readonly Announcement<Database>[] = [
  announces({
    event: 'EventUpdated',
    table: 'Event',
    of: 'id',
    read: async (tx, ids) => {
      const events = await tx.event.findMany({ where: { id: { in: ids } } });
      return events.map((event) => ({ ...looks(event), status: event.status }));
    },
  }),
];
