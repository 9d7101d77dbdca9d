import { type Later, NotFound, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Event, Reminder } from './__generated__/prisma/client.ts';
import { before } from './before.ts';
import { invitedTo } from './hear.ts';
import { defaultWishes } from './wishes.ts';

const FURTHEST_DAYS = 5 * 365;

/** A time to remind somebody at; refuses one that is past or in another age. */
export function reminderTime(at: Date, now: Date, path: string): Date {
  if (at <= now) throw new UserError('VALIDATION', 'Lies in the past', path);
  if (at.getTime() - now.getTime() > FURTHEST_DAYS * 86_400_000)
    throw new UserError('VALIDATION', 'At most 5 years ahead', path);
  return at;
}

/** An event of a team that somebody is on, to be reminded of. */
export async function ownEvent(tx: Tx, eventId: string, userId: string): Promise<Event> {
  const event = await tx.event.findUnique({ where: { id: eventId } });
  const where = { teamId_userId: { teamId: event?.teamId ?? '', userId } };
  if (!event || !(await tx.teamMember.findUnique({ where }))?.active) throw new NotFound('No such event');
  if (event.cancelled) throw new UserError('EVENT_CANCELLED', 'The event was cancelled', 'eventId');
  return event;
}

/** By which clock somebody goes. */
export const clockOf = async (tx: Tx, userId: string): Promise<string> =>
  (await tx.person.findUnique({ where: { id: userId }, select: { timeZone: true } }))?.timeZone ?? 'UTC';

/** Has what people asked to be reminded of before an event follow it to its new time. */
export async function moveReminders(tx: Tx, { schedule }: Pick<Later, 'schedule'>, event: Event): Promise<void> {
  const reminders = await tx.reminder.findMany({
    where: { eventId: event.id, status: 'SCHEDULED', beforeEvent: { not: null } },
  });
  for (const { id, userId, beforeEvent } of reminders) {
    const fireAt = before(event.startsAt, beforeEvent ?? 'PT0S', await clockOf(tx, userId));
    await tx.reminder.update({ where: { id }, data: { fireAt } });
    await schedule('remind', id, fireAt);
  }
}

/** Calls off what people asked to be reminded of. */
export async function cancelReminders(
  tx: Tx,
  { cancel }: Pick<Later, 'cancel'>,
  where: Partial<Pick<Reminder, 'eventId' | 'userId'>>,
): Promise<void> {
  const data = { status: 'CANCELLED' as const };
  const called = await tx.reminder.updateManyAndReturn({ where: { ...where, status: 'SCHEDULED' }, data });
  for (const { id } of called) await cancel('remind', id);
}

interface Wanted {
  readonly userId: string;
  readonly durations: readonly string[];
  readonly timeZone: string;
}

/** How long before events these people want to be reminded, and by which clock. */
async function wantedBy(tx: Tx, userIds: readonly string[]): Promise<Wanted[]> {
  const where = { userId: { in: [...userIds] } };
  const wishes = new Map(
    (await tx.notificationPreferences.findMany({ where })).map((it) => [it.userId, it.eventReminders]),
  );
  const people = await tx.person.findMany({
    where: { id: { in: [...userIds] } },
    select: { id: true, timeZone: true },
  });
  const zones = new Map(people.map(({ id, timeZone }) => [id, timeZone]));
  return userIds.map((userId) => ({
    userId,
    durations: wishes.get(userId) ?? defaultWishes.eventReminders,
    timeZone: zones.get(userId) ?? 'UTC',
  }));
}

const duesOf = ({ startsAt }: Event, { durations, timeZone }: Wanted): number[] =>
  durations.map((duration) => before(startsAt, duration, timeZone).getTime());

/** Sets the timers that remind these people of events: one for each event and time, whoever wants it then. */
export async function remindOf(
  tx: Tx,
  { schedule }: Pick<Later, 'schedule'>,
  {
    events,
    userIds,
    now,
  }: { readonly events: readonly Event[]; readonly userIds: readonly string[]; readonly now: Date },
): Promise<void> {
  if (events.length === 0 || userIds.length === 0) return;
  const wanted = await wantedBy(tx, userIds);
  for (const event of events)
    for (const due of new Set(wanted.flatMap((it) => duesOf(event, it))))
      if (due > now.getTime())
        await schedule('remindOfEvent', `${event.id} ${due}`, new Date(due), { eventId: event.id });
}

/**
 * Who wants to be reminded of an event at this time. When several of somebody's times have passed, as after a standstill, only the last of
 * them counts: nobody is reminded twice at once.
 */
export async function remindedAt(tx: Tx, event: Event, dueAt: Date, now: Date): Promise<string[]> {
  const wanted = await wantedBy(tx, await invitedTo(tx, event.teamId));
  const isLast = (it: Wanted) =>
    Math.max(...duesOf(event, it).filter((due) => due <= now.getTime()), Number.NEGATIVE_INFINITY) === dueAt.getTime();
  return wanted.filter(isLast).map(({ userId }) => userId);
}

const MOST_EVENTS = 500;

/** What is still to come for somebody, or for one team. */
export const comingEvents = (tx: Tx, teamIds: readonly string[], now: Date): Promise<Event[]> =>
  tx.event.findMany({
    where: { teamId: { in: [...teamIds] }, startsAt: { gt: now }, cancelled: false },
    orderBy: { startsAt: 'asc' },
    take: MOST_EVENTS,
  });
