import { personReference } from '@fieldhouse/kit';
import type { NotificationsContext } from '../__generated__/context.ts';
import type {
  DeliveryResolvers,
  NotificationResolvers,
  NotificationSubjectResolvers,
} from '../__generated__/resolvers.ts';
import { actionUrl, read } from '../read.ts';

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

const SUBJECTS = { usr: 'User', tem: 'Team', evt: 'Event' } as const;

export const NotificationSubject: NotificationSubjectResolvers = {
  // An id's prefix says of what type it is.
  __resolveType: ({ id }) => SUBJECTS[id.slice(0, 3) as keyof typeof SUBJECTS] ?? null,
};

const person = async (id: string, { load }: NotificationsContext) => {
  const copy = await load.person.load(id);
  return copy && personReference(copy);
};
