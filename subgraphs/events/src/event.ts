import { type Emit, NotFound } from '@fieldhouse/kit';
import type { Attendance, Event } from './__generated__/prisma/client.ts';
import type { Tx } from './context.ts';

/**
 * The event with its invitations, locked and counted up: of two changes at once the second waits and decides on what
 * the first left. Whoever refuses after this call rolls the count back as well.
 */
export async function lockEvent(tx: Tx, eventId: string): Promise<Event & { attendances: Attendance[] }> {
  const [event] = await tx.event.updateManyAndReturn({ where: { id: eventId }, data: { version: { increment: 1 } } });
  if (!event) throw new NotFound('No such event');
  return { ...event, attendances: await tx.attendance.findMany({ where: { eventId } }) };
}

/** Calls off what a team has still before it, and says so. */
export async function cancelComing(tx: Tx, emit: Emit, teamId: string, reason: string, now: Date): Promise<void> {
  const cancelled = await tx.event.updateManyAndReturn({
    where: { teamId, status: 'SCHEDULED', startsAt: { gt: now } },
    data: { status: 'CANCELLED', statusReason: reason, version: { increment: 1 } },
  });
  for (const { id: eventId, version } of cancelled) await emit('EventCancelled', { eventId, version, teamId, reason });
}

/** Tells the house what an event looks like now. */
export const announceEvent = (emit: Emit, name: 'EventCreated' | 'EventUpdated', event: Event): Promise<void> => {
  const { id: eventId, version, teamId, title, kind, startsAt, endsAt } = event;
  return emit(name, {
    eventId,
    version,
    teamId,
    title,
    kind,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  });
};
