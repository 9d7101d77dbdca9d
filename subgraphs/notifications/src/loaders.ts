import { AT_ONCE, byId, byKey, listBy } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';
import type { NotificationPreferences } from './__generated__/prisma/client.ts';
import { defaultWishes } from './wishes.ts';

export const loaders = (db: Database) => ({
  notification: byId(db.notification),
  person: byId(db.person),
  team: byId(db.team),
  event: byId(db.event),
  inbox: byKey(db.inbox, 'userId'),
  broadcast: byId(db.broadcast),
  reminder: byId(db.reminder),
  preferences: listBy(db.preference, 'userId', { category: 'asc' }),
  reminderExceptions: listBy(db.reminderException, 'userId', { subjectId: 'asc' }),
  mutes: listBy(db.mute, 'userId', { teamId: 'asc' }),
  wishes: new DataLoader((userIds: readonly string[]) => wishesOf(db, userIds), AT_ONCE),
  deliveries: listBy(db.delivery, 'notificationId', { createdAt: 'asc' }),
  pushSubscriptions: listBy(db.pushSubscription, 'userId', { createdAt: 'desc' }),
  unreadOfMatter: new DataLoader((keys: readonly Matter[]) => unreadOfMatters(db, keys), {
    ...AT_ONCE,
    cacheKeyFn: ({ userId, groupKey }: Matter) => `${userId} ${groupKey}`,
  }),
});

/** What these people wish; what holds for whoever has said nothing, for the others. */
async function wishesOf(db: Database, userIds: readonly string[]): Promise<NotificationPreferences[]> {
  const rows = await db.notificationPreferences.findMany({ where: { userId: { in: [...userIds] } } });
  const said = new Map(rows.map((row) => [row.userId, row]));
  return userIds.map((userId) => said.get(userId) ?? { userId, ...defaultWishes });
}

interface Matter {
  readonly userId: string;
  readonly groupKey: string;
}

/** How many unread notifications of each matter a person has, in one query. */
async function unreadOfMatters(db: Database, matters: readonly Matter[]): Promise<number[]> {
  const rows = await db.notification.groupBy({
    by: ['userId', 'groupKey'],
    where: {
      unread: true,
      userId: { in: [...new Set(matters.map(({ userId }) => userId))] },
      groupKey: { in: [...new Set(matters.map(({ groupKey }) => groupKey))] },
    },
    _count: true,
  });
  const counts = new Map(rows.map(({ userId, groupKey, _count }) => [`${userId} ${groupKey}`, _count]));
  return matters.map(({ userId, groupKey }) => counts.get(`${userId} ${groupKey}`) ?? 0);
}
