import { defineTimers } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { factsOf } from './hear.ts';
import { hold } from './holding.ts';
import { enterInboxes } from './inbox.ts';
import { remindedAt } from './reminders.ts';
import { tell } from './tell.ts';

export const timers = defineTimers<Database>({
  // What was held back, or a digest: into the inbox, or on its way.
  deliverAt: async (_: object, { key: id, tx, emit, enqueue, now }) => {
    const delivery = await tx.delivery.findUnique({ where: { id } });
    if (delivery?.channel !== 'IN_APP') return enqueue('deliver', id);
    const { holding, dropped } = await hold(tx, delivery, now());
    const ids = holding.map((it) => it.id);
    const where = { id: { in: ids }, inboxAt: null };
    await enterInboxes(tx, emit, await tx.notification.updateManyAndReturn({ where, data: { inboxAt: now() } }));
    const carried = { digestId: id, notificationId: { in: ids } };
    await tx.delivery.updateMany({ where: { OR: [{ id }, carried] }, data: { sentAt: now() } });
    await tx.delivery.update({ where: { id }, data: { status: 'DELIVERED' } });
    for (const [reason, of] of dropped)
      await tx.delivery.updateMany({
        where: { digestId: id, notificationId: { in: [...of] } },
        data: { status: 'SUPPRESSED', reason },
      });
  },
  remind: async (_: object, { key: id, ...telling }) => {
    const { tx, now } = telling;
    const reminder = await tx.reminder.findUnique({ where: { id } });
    if (reminder?.status !== 'SCHEDULED') return;
    const { userId, title, eventId, channels } = reminder;
    const event = eventId ? await tx.event.findUnique({ where: { id: eventId } }) : null;
    const isOver = event !== null && (event.cancelled || event.endsAt <= now());
    await tx.reminder.update({ where: { id }, data: { status: isOver ? 'CANCELLED' : 'SENT' } });
    if (isOver) return;
    const about = event && { teamId: event.teamId, subjectId: eventId, groupKey: eventId };
    const facts = { title, startsAt: event?.startsAt.toISOString() ?? null };
    const news = { category: event ? 'EVENT' : 'ACCOUNT', kind: 'reminder', facts, channels, ...about } as const;
    await tell(telling, { ...news, cause: `reminder ${id}` }, [userId]);
  },
  remindOfEvent: async ({ eventId }: { eventId: string }, { dueAt, ...telling }) => {
    const { tx, now } = telling;
    const event = await tx.event.findUnique({ where: { id: eventId } });
    if (!event || event.cancelled || event.endsAt <= now()) return;
    const { teamId } = event;
    const facts = factsOf(event);
    const news = {
      category: 'EVENT',
      kind: 'eventReminder',
      facts,
      teamId,
      subjectId: eventId,
      groupKey: eventId,
    } as const;
    const cause = `eventReminder ${eventId} ${dueAt.toISOString()}`;
    await tell(telling, { ...news, cause }, await remindedAt(tx, event, dueAt, now()));
  },
  // As new as when it came.
  snoozeEnds: async (_: object, { key: id, tx, emit, dueAt, now }) => {
    const woken = await tx.notification.updateManyAndReturn({
      where: { id, snoozedUntil: { lte: dueAt } },
      data: { snoozedUntil: null, inboxAt: now(), readAt: null, seenAt: null },
    });
    await enterInboxes(tx, emit, woken);
  },
});
