import { line, NotFound, newId, UserError } from '@fieldhouse/kit';
import type { CreateReminderInput, MutationResolvers } from '../__generated__/resolvers.ts';
import { before, beforeEvent } from '../before.ts';
import { clocksOf, ownEvent, reminderTime } from '../reminders.ts';

const MOST_AHEAD = 200;

/** Either a time, or how long before which event. */
function ensureOneTime({ fireAt, beforeEvent: duration, eventId }: CreateReminderInput): void {
  if ((fireAt == null) === (duration == null))
    throw new UserError('VALIDATION', 'Say when, or how long before an event', 'fireAt');
  if (duration != null && eventId == null) throw new UserError('VALIDATION', 'Say before which event', 'eventId');
}

/** What people ask to be reminded of. */
export const reminderMutations: MutationResolvers = {
  createReminder: (_, { input }, { viewer, transact, now }) => {
    const { id: userId } = viewer;
    const title = line(input.title, { max: 200, path: 'title' });
    ensureOneTime(input);
    const duration = input.beforeEvent == null ? null : beforeEvent(input.beforeEvent, 'beforeEvent');
    return transact(async (tx, _emit, { schedule }) => {
      const event = input.eventId == null ? null : await ownEvent(tx, input.eventId, userId);
      const due =
        event && duration ? before(event.startsAt, duration, (await clocksOf(tx, [userId]))(userId)) : input.fireAt;
      const fireAt = reminderTime(due as Date, now(), duration ? 'beforeEvent' : 'fireAt');
      if ((await tx.reminder.count({ where: { userId, status: 'SCHEDULED' } })) >= MOST_AHEAD)
        throw new UserError('VALIDATION', `At most ${MOST_AHEAD} reminders are to come at once`);
      const channels = [...new Set(input.channels ?? [])];
      const data = { id: newId('rem'), userId, title, fireAt, channels, createdAt: now() };
      const reminder = await tx.reminder.create({
        data: { ...data, eventId: event?.id ?? null, beforeEvent: duration },
      });
      await schedule('remind', reminder.id, fireAt);
      return { reminder };
    });
  },

  cancelReminder: (_, { input: { id } }, { viewer, transact }) =>
    transact(async (tx, _emit, { cancel }) => {
      const where = { id, userId: viewer.id };
      const data = { status: 'CANCELLED' as const };
      const [reminder] = await tx.reminder.updateManyAndReturn({ where: { ...where, status: 'SCHEDULED' }, data });
      if (!reminder && (await tx.reminder.count({ where })) === 0) throw new NotFound('No such reminder');
      if (!reminder) throw new UserError('ALREADY_DONE', 'The reminder was sent or called off already', 'id');
      await cancel('remind', id);
      return { reminder };
    }),
};
