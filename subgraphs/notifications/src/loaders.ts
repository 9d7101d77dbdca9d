import { AT_ONCE, byId, byKey, listBy } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';

export const loaders = (db: Database) => ({
  notification: byId(db.notification),
  person: byId(db.person),
  team: byId(db.team),
  inbox: byKey(db.inbox, 'userId'),
  broadcast: byId(db.broadcast),
  deliveries: listBy(db.delivery, 'notificationId', { createdAt: 'asc' }),
  pushSubscriptions: listBy(db.pushSubscription, 'userId', { createdAt: 'desc' }),
  unreadOfMatter: new DataLoader((keys: readonly Matter[]) => unreadOfMatters(db, keys), {
    ...AT_ONCE,
    cacheKeyFn: ({ userId, groupKey }: Matter) => `${userId} ${groupKey}`,
  }),
});

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
