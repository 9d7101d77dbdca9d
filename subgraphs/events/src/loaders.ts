import { AT_ONCE, byId, byKeys, listBy, pagesBy } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';
import type { Attendance, Event } from './__generated__/prisma/client.ts';
import { summaries } from './attendance.ts';

export const loaders = (db: Database) => ({
  event: byId(db.event),
  team: byId(db.team),
  person: byId(db.person),
  attendance: byId(db.attendance),
  attendanceOf: byKeys(db.attendance, 'eventId', 'userId'),
  attendees: pagesBy<Attendance>(db.event, 'attendances', { order: [{ id: 'asc' }] }),
  upcoming: pagesBy<Event>(db.team, 'events', { order: [{ startsAt: 'asc' }, { id: 'asc' }] }),
  past: pagesBy<Event>(db.team, 'events', { order: [{ startsAt: 'desc' }, { id: 'desc' }] }),
  summary: new DataLoader((eventIds: readonly string[]) => summaries(db, eventIds), AT_ONCE),
  places: listBy(db.teamMember, 'userId', { teamId: 'asc' }),
  /** What counts as now in this request: pages of many teams share one query only if they mean the same moment. */
  now: new Date(),
});
