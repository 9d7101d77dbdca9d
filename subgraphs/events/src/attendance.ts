import { newId, UserError } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Attendance, Event, Presence, RsvpResponse, TeamRole } from './__generated__/prisma/client.ts';

/** Whoever is on the team is invited, but for those who only cheer. */
export const isInvited = ({ role }: { readonly role: TeamRole }): boolean => role !== 'SUPPORTER';

/** A new invitation. */
export const invitation = (eventId: string, userId: string) => ({ id: newId('att'), eventId, userId });

/** How many have said yes. */
export const going = (attendances: readonly Pick<Attendance, 'response'>[]): number =>
  attendances.filter(({ response }) => response === 'GOING').length;

/** Refuses more people than an event has places for. */
export function ensureRoom(
  { capacity }: Pick<Event, 'capacity'>,
  attendances: readonly Pick<Attendance, 'response'>[],
): void {
  if (capacity !== null && going(attendances) > capacity)
    throw new UserError('EVENT_FULL', `The event has ${capacity} places`);
}

/** Refuses an answer to an event that is cancelled, or later than answers are taken. */
export function ensureTakesAnswers(
  { status, rsvpDeadline, startsAt }: Pick<Event, 'status' | 'rsvpDeadline' | 'startsAt'>,
  now: Date,
): void {
  if (status === 'CANCELLED') throw new UserError('EVENT_CANCELLED', 'The event was cancelled');
  if (now >= (rsvpDeadline ?? startsAt)) throw new UserError('DEADLINE_PASSED', 'Answers are no longer taken');
}

/** The invitation of a person; refuses somebody who has none. */
export function invitationOf(attendances: readonly Attendance[], userId: string, path: string): Attendance {
  const found = attendances.find((attendance) => attendance.userId === userId);
  if (!found) throw notInvited(path);
  return found;
}

/** For somebody who has no invitation. */
export const notInvited = (path: string) => new UserError('NOT_INVITED', 'This person is not invited', path);

type Counts = Partial<Record<RsvpResponse | Presence, number>> & { readonly invited: number };

/** The invitations of many events, counted in one query. */
export async function summaries(db: Database, eventIds: readonly string[]): Promise<Counts[]> {
  const rows = await db.attendance.groupBy({
    by: ['eventId', 'response', 'presence'],
    where: { eventId: { in: [...eventIds] } },
    _count: true,
  });
  const counts = new Map<string, Record<string, number> & { invited: number }>(
    eventIds.map((id) => [id, { invited: 0 }]),
  );
  for (const { eventId, response, presence, _count } of rows) {
    const of = counts.get(eventId);
    for (const name of ['invited', response, presence]) if (of) of[name] = (of[name] ?? 0) + _count;
  }
  return eventIds.map((id) => counts.get(id) ?? { invited: 0 });
}
