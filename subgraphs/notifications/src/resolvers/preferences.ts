import type { Tx } from '../__generated__/database.ts';
import type { MutationResolvers } from '../__generated__/resolvers.ts';
import { ahead, cells, ensureOnTeam, eventReminders, lookAgain, NO_QUIET_HOURS, quietHours } from '../preferences.ts';
import { comingEvents, remindOf } from '../reminders.ts';
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

/** How a person wants to hear of things. */
export const preferenceMutations: MutationResolvers = {
  updateNotificationPreferences: async (_, { input }, { viewer, transact, now }) => {
    const { id: userId } = viewer;
    const matrix = cells(input.matrix ?? []);
    const quiet = input.clearQuietHours ? NO_QUIET_HOURS : input.quietHours ? quietHours(input.quietHours) : {};
    const reminders = input.eventReminders ? eventReminders(input.eventReminders) : undefined;
    const digest = { digestAt: given(input.digestAt), digestDay: given(input.digestDay) };
    return transact(async (tx, _emit, later) => {
      for (const { category, channel, mode } of matrix)
        await tx.preference.upsert({
          where: { userId_category_channel: { userId, category, channel } },
          create: { userId, category, channel, mode },
          update: { mode },
        });
      const preferences = await wish(tx, userId, { ...quiet, ...digest, eventReminders: reminders });
      if (input.quietHours || input.clearQuietHours) await lookAgain(tx, later, userId, now());
      if (reminders) {
        const places = await tx.teamMember.findMany({ where: { userId, active: true, role: { not: 'SUPPORTER' } } });
        const teamIds = places.map(({ teamId }) => teamId);
        await remindOf(tx, later, { events: await comingEvents(tx, teamIds, now()), userIds: [userId], now: now() });
      }
      return { preferences };
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
