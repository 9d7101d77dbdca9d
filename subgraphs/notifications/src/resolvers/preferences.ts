import { UserError } from '@fieldhouse/kit';
import type { Tx } from '../__generated__/database.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { comingEvents, comingFor, remindOf } from '../event-reminders.ts';
import { ahead, cells, ensureOnTeam, eventReminders, NO_QUIET_HOURS, quietHours } from '../preferences.ts';
import { ownEvent } from '../reminders.ts';
import { lookAgain } from '../waiting.ts';
import type { WishesOf } from '../wishes.ts';

const given = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

/** Writes what somebody wishes; what is left out stays. */
const wish = (tx: Tx, userId: string, wishes: { readonly [K in keyof WishesOf]?: WishesOf[K] | undefined }) =>
  tx.notificationPreferences.upsert({
    where: { userId },
    create: defined({ userId, ...wishes }),
    update: defined(wishes),
  });

const defined = <T extends object>(raw: T) =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

const MOST_EXCEPTIONS = 200;

/** Notes how long before the events of a team, or before one, somebody is reminded instead of as usual; or that it is as usual again. */
async function except(
  tx: Tx,
  of: { readonly userId: string; readonly subjectId: string },
  before: string[] | null,
): Promise<void> {
  const where = { userId_subjectId: of };
  if (before === null) return void (await tx.reminderException.deleteMany({ where: of }));
  await tx.reminderException.upsert({ where, create: { ...of, before }, update: { before } });
  if ((await tx.reminderException.count({ where: { userId: of.userId } })) > MOST_EXCEPTIONS)
    throw new UserError('VALIDATION', `At most ${MOST_EXCEPTIONS} teams and events at once`, 'before');
}

/** How a person wants to hear of things. */
export const preferenceMutations: MutationResolvers = {
  updateNotificationPreferences: async (_, { input }, { viewer, transact, now }) => {
    const { id: userId } = viewer;
    const matrix = cells(input.matrix ?? []);
    if (input.clearQuietHours && input.quietHours)
      throw new UserError('VALIDATION', 'Either there are quiet hours, or there are none', 'quietHours');
    const quiet = input.clearQuietHours ? NO_QUIET_HOURS : input.quietHours ? quietHours(input.quietHours) : {};
    const reminders = input.eventReminders ? eventReminders(input.eventReminders, 'eventReminders') : undefined;
    const digest = { digestAt: given(input.digestAt), digestDay: given(input.digestDay) };
    return transact(async (tx, _emit, later) => {
      for (const { category, channel, mode } of matrix)
        await tx.preference.upsert({
          where: { userId_category_channel: { userId, category, channel } },
          create: { userId, category, channel, mode },
          update: { mode },
        });
      const preferences = await wish(tx, userId, { ...quiet, ...digest, eventReminders: reminders });
      await lookAgain(tx, later, userId, now());
      if (reminders)
        await remindOf(tx, later, { events: await comingFor(tx, userId, now()), userIds: [userId], now: now() });
      return { preferences };
    });
  },

  setEventReminders: (_, { input: { teamId, eventId, before } }, { viewer, transact, now }) => {
    const { id: userId } = viewer;
    if ((teamId == null) === (eventId == null)) throw new UserError('VALIDATION', 'Name a team, or an event', 'teamId');
    const durations = before ? eventReminders(before, 'before') : null;
    return transact(async (tx, _emit, later) => {
      if (teamId != null) await ensureOnTeam(tx, teamId, userId);
      const events =
        eventId == null ? await comingEvents(tx, [teamId ?? ''], now()) : [await ownEvent(tx, eventId, userId)];
      await except(tx, { userId, subjectId: eventId ?? teamId ?? '' }, durations);
      await remindOf(tx, later, { events, userIds: [userId], now: now() });
      return { preferences: await wish(tx, userId, {}) };
    });
  },

  pauseNotifications: (_, { input: { until } }, { viewer, transact, now }) => {
    const pausedUntil = until ? ahead(until, now(), 'until') : null;
    return transact(async (tx, _emit, later) => {
      const preferences = await wish(tx, viewer.id, { pausedUntil });
      await lookAgain(tx, later, viewer.id, now());
      return { preferences };
    });
  },

  muteTeam: (_, { input }, { viewer, transact, now }) => {
    const place = { teamId: input.teamId, userId: viewer.id };
    const until = input.until && input.mute ? ahead(input.until, now(), 'until') : null;
    return transact(async (tx) => {
      if (input.mute) {
        await ensureOnTeam(tx, input.teamId, viewer.id);
        const where = { userId_teamId: place };
        await tx.mute.upsert({ where, create: { ...place, until }, update: { until } });
      } else await tx.mute.deleteMany({ where: place });
      return { preferences: await wish(tx, viewer.id, {}) };
    });
  },
};
