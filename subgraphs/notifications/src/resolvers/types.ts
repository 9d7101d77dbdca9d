import { personReference } from '@fieldhouse/kit';
import type { NotificationsContext } from '../__generated__/context.ts';
import { MailAddress } from '../__generated__/peers/users.ts';
import type { Channel } from '../__generated__/prisma/enums.ts';
import type {
  BroadcastResolvers,
  DeliveryResolvers,
  MuteResolvers,
  NotificationPreferencesResolvers,
  NotificationResolvers,
  NotificationSubjectResolvers,
  ReminderExceptionResolvers,
  ReminderResolvers,
  UserResolvers,
} from '../__generated__/resolvers.ts';
import { CATALOGUE, CATEGORIES, CHANNELS } from '../catalogue.ts';
import { channels } from '../channels/index.ts';
import { actionUrl, read } from '../read.ts';
import { defaultMode, recipientsOf } from '../recipients.ts';
import { planOn } from '../tell.ts';
import { quietHoursOf } from '../wishes.ts';

export const Notification: NotificationResolvers = {
  __resolveReference: ({ id }, { load }) => load.notification.load(id),
  title: async (row, _, context) => (await read(row, context.load)).title,
  body: async (row, _, context) => (await read(row, context.load)).body,
  locale: async (row, _, context) => (await read(row, context.load)).locale,
  groupCount: async ({ userId, groupKey }, _, { load }) =>
    groupKey ? Math.max(1, await load.unreadOfMatter.load({ userId, groupKey })) : 1,
  actor: ({ actorId }, _, context) => (actorId ? person(actorId, context) : null),
  subject: ({ subjectId }) => (subjectId ? { id: subjectId } : null),
  actionUrl: ({ subjectId }) => actionUrl(subjectId),
  deliveries: ({ id }, _, { load }) => load.deliveries.load(id),
};

export const Delivery: DeliveryResolvers = {
  scheduledAt: ({ notBefore }) => notBefore,
};

const SUBJECTS = { usr: 'User', tem: 'Team', evt: 'Event', tou: 'Tournament', mat: 'Match' } as const;

export const NotificationSubject: NotificationSubjectResolvers = {
  // An id's prefix says of what type it is.
  __resolveType: ({ id }) => SUBJECTS[id.slice(0, 3) as keyof typeof SUBJECTS] ?? null,
};

const person = async (id: string, { load }: NotificationsContext) => {
  const copy = await load.person.load(id);
  return copy && personReference(copy);
};

export const Reminder: ReminderResolvers = {
  __resolveReference: ({ id }, { load }) => load.reminder.load(id),
  event: ({ eventId }, _, { load }) => (eventId ? load.event.load(eventId) : null),
  createdBy: ({ userId }, _, context) => person(userId, context),
};

export const Broadcast: BroadcastResolvers = {
  __resolveReference: ({ id }, { load }) => load.broadcast.load(id),
};

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  notificationPreferences: ({ id }, _, { load }) => load.wishes.load(id),
};

export const NotificationPreferences: NotificationPreferencesResolvers = {
  matrix: async ({ userId }, _, { load }) => {
    const own = new Map((await load.preferences.load(userId)).map((it) => [`${it.category} ${it.channel}`, it.mode]));
    return CATEGORIES.flatMap((category) =>
      CHANNELS.map((channel) => ({
        category,
        channel,
        mode: own.get(`${category} ${channel}`) ?? defaultMode(category, channel),
        locked: CATALOGUE[category].required,
      })),
    );
  },
  quietHours: async (wishes, _, { load }) => {
    const hours = quietHoursOf(wishes);
    const timeZone = (await load.person.load(wishes.userId))?.timeZone ?? 'UTC';
    return hours && { ...hours, days: [...hours.days], timeZone };
  },
  pausedUntil: ({ pausedUntil }, _, { now }) => (pausedUntil && pausedUntil > now() ? pausedUntil : null),
  muted: async ({ userId }, _, { load, now }) =>
    (await load.mutes.load(userId)).filter(({ until }) => until === null || until > now()),
  reminderExceptions: ({ userId }, _, { load }) => load.reminderExceptions.load(userId),
  channels: ({ userId }, _, context) => Promise.all(CHANNELS.map((channel) => channelInfo(channel, userId, context))),
  previewNextDelivery: async ({ userId }, { category, channel }, { db, now }) => {
    const [recipient] = await recipientsOf(db, [userId], { category }, now());
    if (!recipient?.reached.has(channel)) return null;
    const { status, notBefore } = planOn(channel, recipient, 'NORMAL', now());
    return status === 'SUPPRESSED' ? null : notBefore;
  },
};

export const ReminderException: ReminderExceptionResolvers = {
  team: ({ subjectId }, _, { load }) => (subjectId.startsWith('tem_') ? load.team.load(subjectId) : null),
  event: ({ subjectId }, _, { load }) => (subjectId.startsWith('evt_') ? load.event.load(subjectId) : null),
};

export const Mute: MuteResolvers = {
  team: ({ teamId }, _, { load }) => load.team.load(teamId),
};

/** A way to a person; of a mail's address users is asked, and if it does not answer none is shown. */
async function channelInfo(channel: Channel, userId: string, context: NotificationsContext) {
  const { db, ask } = context;
  const way = channels.find((it) => it.channel === channel);
  if (!way) return { channel, available: channel === 'IN_APP', verified: channel === 'IN_APP', target: null };
  const profile = channel === 'EMAIL' ? await ask(MailAddress, { userId }).catch(() => null) : null;
  const target = profile?.getUserProfile?.email ?? null;
  const isReached = (await way.targets(db, [userId])).has(userId);
  const available = way.isAvailable(context);
  return { channel, available, verified: channel === 'EMAIL' ? target !== null : isReached, target };
}
