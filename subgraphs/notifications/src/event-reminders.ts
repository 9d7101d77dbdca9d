import type { Later } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Event } from './__generated__/prisma/client.ts';
import { before } from './before.ts';
import { invitedTo } from './hear.ts';
import { clocksOf } from './reminders.ts';
import { defaultWishes } from './wishes.ts';

/** When somebody wants to be reminded of an event. */
type DuesOf = (event: Event, userId: string) => readonly number[];

/** When these people want to be reminded of these events: as they said of the event, else of its team, else of all. */
async function duesOf(tx: Tx, userIds: readonly string[], events: readonly Event[]): Promise<DuesOf> {
  const where = { userId: { in: [...userIds] } };
  const said = await tx.notificationPreferences.findMany({ where, select: { userId: true, eventReminders: true } });
  const usual = new Map(said.map((it) => [it.userId, it.eventReminders]));
  const subjects = { in: [...new Set(events.flatMap(({ id, teamId }) => [id, teamId]))] };
  const exceptions = await tx.reminderException.findMany({ where: { ...where, subjectId: subjects } });
  const instead = new Map(exceptions.map((it) => [`${it.userId} ${it.subjectId}`, it.before]));
  const clockOf = await clocksOf(tx, userIds);
  return ({ id, teamId, startsAt }, userId) => {
    const exception = instead.get(`${userId} ${id}`) ?? instead.get(`${userId} ${teamId}`);
    const durations = exception ?? usual.get(userId) ?? defaultWishes.eventReminders;
    return durations.map((duration) => before(startsAt, duration, clockOf(userId)).getTime());
  };
}

interface Reminded {
  readonly events: readonly Event[];
  readonly userIds: readonly string[];
  readonly now: Date;
}

/** Sets the timers that remind these people of events: one for each event and time, whoever wants it then. */
export async function remindOf(
  tx: Tx,
  { schedule }: Pick<Later, 'schedule'>,
  { events, userIds, now }: Reminded,
): Promise<void> {
  if (events.length === 0 || userIds.length === 0) return;
  const wanted = await duesOf(tx, userIds, events);
  for (const event of events)
    for (const due of new Set(userIds.flatMap((userId) => wanted(event, userId))))
      if (due > now.getTime())
        await schedule('remindOfEvent', `${event.id} ${due}`, new Date(due), { eventId: event.id });
}

/**
 * Who wants to be reminded of an event at this time. When several of somebody's times have passed, as after a standstill, only the last of
 * them counts: nobody is reminded twice at once.
 */
export async function remindedAt(tx: Tx, event: Event, dueAt: Date, now: Date): Promise<string[]> {
  const userIds = await invitedTo(tx, event.teamId);
  const wanted = await duesOf(tx, userIds, [event]);
  const last = (userId: string) => Math.max(...wanted(event, userId).filter((due) => due <= now.getTime()));
  return userIds.filter((userId) => last(userId) === dueAt.getTime());
}

const MOST_EVENTS = 500;

/** What is still to come for somebody, or for one team. */
export const comingEvents = (tx: Tx, teamIds: readonly string[], now: Date): Promise<Event[]> =>
  tx.event.findMany({
    where: { teamId: { in: [...teamIds] }, startsAt: { gt: now }, cancelled: false },
    orderBy: { startsAt: 'asc' },
    take: MOST_EVENTS,
  });

/** What is still to come of all teams to whose events somebody is invited. */
export async function comingFor(tx: Tx, userId: string, now: Date): Promise<Event[]> {
  const places = await tx.teamMember.findMany({ where: { userId, active: true, role: { not: 'SUPPORTER' } } });
  return comingEvents(
    tx,
    places.map(({ teamId }) => teamId),
    now,
  );
}
