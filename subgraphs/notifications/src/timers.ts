import { defineTimers } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { BEGINNING } from './hear.ts';
import { hold } from './holding.ts';
import { enterInboxes } from './inbox.ts';
import { purge, tomorrow } from './purge.ts';

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
  // Whether somebody will be there at all is asked first: no transaction waits for that.
  remind: async (_: object, { key: id, enqueue }) => enqueue('tellReminder', id),
  remindOfEvent: async ({ eventId }: { eventId: string }, { key, dueAt, enqueue }) =>
    enqueue('tellEventReminder', key, { eventId, dueAt: dueAt.toISOString() }),
  purge: async (_: object, { key, tx, emit, schedule, now }) => {
    const isMore = await purge(tx, emit, now(), BEGINNING);
    await schedule('purge', key, isMore ? now() : tomorrow(now()));
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
