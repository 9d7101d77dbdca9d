import { type Emit, NotFound } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Attendance, Event } from './__generated__/prisma/client.ts';

/**
 * The event with its invitations, locked and counted up: of two changes at once the second waits and decides on what
 * the first left. Whoever refuses after this call rolls the count back as well.
 */
export async function lockEvent(tx: Tx, eventId: string): Promise<Event & { attendances: Attendance[] }> {
  const [event] = await tx.event.updateManyAndReturn({ where: { id: eventId }, data: { version: { increment: 1 } } });
  if (!event) throw new NotFound('No such event');
  return { ...event, attendances: await tx.attendance.findMany({ where: { eventId } }) };
}

/** What of a team lies ahead and was scheduled before the team became that version: what a change of it concerns. */
export const comingBefore = (teamId: string, version: number, now: Date) => ({
  teamId,
  startsAt: { gt: now },
  rosterVersion: { lt: version },
});

/** Calls off what a team had before it when it was put away, and says so. */
export async function cancelComing(
  tx: Tx,
  emit: Emit,
  { teamId, version: archivedAs, now }: { teamId: string; version: number; now: Date },
): Promise<void> {
  const reason = 'The team was archived';
  const cancelled = await tx.event.updateManyAndReturn({
    where: { ...comingBefore(teamId, archivedAs, now), status: 'SCHEDULED' },
    data: { status: 'CANCELLED', statusReason: reason, version: { increment: 1 } },
  });
  for (const { id: eventId, version } of cancelled) await emit('EventCancelled', { eventId, version, teamId, reason });
}

/** What the house is told of an event. */
export const looks = ({ id: eventId, startsAt, endsAt, ...event }: Event) => ({
  eventId,
  version: event.version,
  teamId: event.teamId,
  title: event.title,
  kind: event.kind,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  place: event.place,
  rosterVersion: event.rosterVersion,
});

/** Tells the house what an event looks like now. */
export const announceEvent = (emit: Emit, name: 'EventCreated' | 'EventUpdated', event: Event): Promise<void> =>
  emit(name, looks(event));
