import { type Later, NotFound, sqlOf, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Event, Reminder } from './__generated__/prisma/client.ts';
import { before } from './before.ts';

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

/** By which clocks people go. */
export async function clocksOf(tx: Tx, userIds: readonly string[]): Promise<(userId: string) => string> {
  const where = { id: { in: [...new Set(userIds)] } };
  const people = await tx.person.findMany({ where, select: { id: true, timeZone: true } });
  const zones = new Map(people.map(({ id, timeZone }) => [id, timeZone]));
  return (userId) => zones.get(userId) ?? 'UTC';
}

/** Has what people asked to be reminded of before an event follow it to its new time, or a person to their new clock. */
export async function moveReminders(
  tx: Tx,
  { schedule }: Pick<Later, 'schedule'>,
  of: { readonly eventId: string } | { readonly userId: string },
): Promise<void> {
  const where = { ...of, status: 'SCHEDULED' as const, beforeEvent: { not: null } };
  const reminders = await tx.reminder.findMany({ where, orderBy: { id: 'asc' } });
  if (reminders.length === 0) return;
  const ids = reminders.flatMap(({ eventId }) => eventId ?? []);
  const events = new Map((await tx.event.findMany({ where: { id: { in: ids } } })).map((it) => [it.id, it]));
  const clockOf = await clocksOf(
    tx,
    reminders.map(({ userId }) => userId),
  );
  const moved = reminders.flatMap(({ id, userId, eventId, beforeEvent, fireAt }) => {
    const event = events.get(eventId ?? '');
    const at = event && beforeEvent ? before(event.startsAt, beforeEvent, clockOf(userId)) : fireAt;
    return at.getTime() === fireAt.getTime() ? [] : [{ id, at }];
  });
  if (moved.length === 0) return;
  await sqlOf(tx)(MOVE, [moved.map(({ id }) => id), moved.map(({ at }) => at.toISOString())]);
  for (const { id, at } of moved) await schedule('remind', id, at);
}

const MOVE = `
  UPDATE "Reminder" AS reminder SET "fireAt" = moved.at
  FROM unnest($1::text[], $2::timestamptz[]) AS moved (id, at) WHERE reminder."id" = moved.id RETURNING reminder."id"`;

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
