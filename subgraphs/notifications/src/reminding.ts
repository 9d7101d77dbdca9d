import type { JobResources } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { Declined } from './__generated__/peers/events.ts';
import type { Event } from './__generated__/prisma/client.ts';
import { remindedAt } from './event-reminders.ts';
import { factsOf } from './hear.ts';
import { tell } from './tell.ts';

type Job = JobResources<Database>;

/** Reminds everybody of an event who wants it at this time, but for those who have said that they will not be there. */
export async function remindOfEvent({ eventId, dueAt }: { eventId: string; dueAt: string }, job: Job): Promise<void> {
  const declined = await declinedBy(eventId, job);
  await job.transact(async (tx, emit, later) => {
    const event = await tx.event.findUnique({ where: { id: eventId } });
    if (!event || isOver(event, job)) return;
    const { teamId } = event;
    const about = { facts: factsOf(event), teamId, subjectId: eventId, groupKey: eventId };
    const userIds = (await remindedAt(tx, event, new Date(dueAt), job.now())).filter((id) => !declined.has(id));
    const news = {
      category: 'EVENT',
      kind: 'eventReminder',
      ...about,
      cause: `eventReminder ${eventId} ${dueAt}`,
    } as const;
    await tell({ tx, emit, ...later, now: job.now }, news, userIds);
  });
}

/** Reminds somebody of what they wanted to be reminded of; not before an event that is over or called off, or that they will not be at. */
export async function remindOfOwn(id: string, job: Job): Promise<void> {
  const known = await job.db.reminder.findUnique({ where: { id } });
  const isOut = known?.beforeEvent && known.eventId && (await declinedBy(known.eventId, job)).has(known.userId);
  await job.transact(async (tx, emit, later) => {
    const [reminder] = await tx.reminder.updateManyAndReturn({
      where: { id, status: 'SCHEDULED', fireAt: { lte: job.now() } }, // it may have been moved, or called off
      data: { status: 'SENT' },
    });
    if (!reminder) return;
    const { userId, title, eventId, channels } = reminder;
    const event = eventId ? await tx.event.findUnique({ where: { id: eventId } }) : null;
    if (isOut || (event && isOver(event, job)))
      return void (await tx.reminder.update({ where: { id }, data: { status: 'CANCELLED' } }));
    const about = event && { teamId: event.teamId, subjectId: eventId, groupKey: eventId };
    const facts = { title, startsAt: event?.startsAt.toISOString() ?? null };
    const news = { category: event ? 'EVENT' : 'ACCOUNT', kind: 'reminder', facts, channels, ...about } as const;
    await tell({ tx, emit, ...later, now: job.now }, { ...news, cause: `reminder ${id}` }, [userId]);
  });
}

const isOver = ({ cancelled, endsAt }: Event, { now }: Job): boolean => cancelled || endsAt <= now();

/** Asked when it is time: the events domain alone knows who answers what by then. */
const declinedBy = async (eventId: string, { ask }: Job): Promise<ReadonlySet<string>> =>
  new Set((await ask(Declined, { eventId })).declinedBy);
