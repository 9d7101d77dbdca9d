import type { Database, Tx } from './__generated__/database.ts';
import type { Delivery, Event, Notification } from './__generated__/prisma/client.ts';
import type { Channel } from './__generated__/prisma/enums.ts';
import { newsKey, type Recipient, recipientsOf } from './recipients.ts';
import { deliverAt } from './when.ts';

/** What of a delivery still holds, or until when it has to wait. */
export interface Holding {
  readonly holding: readonly Notification[];
  /** What is not told any more, by why. */
  readonly dropped: ReadonlyMap<string, readonly string[]>;
  /** Set where quiet hours or a pause have begun, or go on for longer than was known. */
  readonly notBefore: Date | null;
  /** Why nothing of it holds. */
  readonly reason: string | null;
}

/**
 * Looks again at what is about to be sent: the person may have been banned, have left or muted the team, have switched it off or read it, and
 * what it is about may be called off, or over.
 */
export async function hold(db: Database | Tx, delivery: Delivery, now: Date): Promise<Holding> {
  const { id, userId, channel, notificationId, digestId } = delivery;
  const carried = { deliveries: { some: { digestId: digestId ?? id, status: 'DIGESTED' as const } } };
  const notifications = await db.notification.findMany({
    where: notificationId ? { id: notificationId } : carried,
    orderBy: { createdAt: 'desc' },
    take: MOST_IN_DIGEST,
  });
  const recipients = await recipientsByNews(db, userId, notifications, now);
  const events = await eventsOf(db, notifications);
  const dropped = new Map<string, string[]>();
  const drop = (why: string, { id: of }: Notification) => dropped.set(why, [...(dropped.get(why) ?? []), of]);
  const holding: Notification[] = [];
  const times: number[] = [];
  for (const notification of notifications) {
    const recipient = recipients.get(newsKey(notification));
    const event = events.get(notification.subjectId ?? '');
    const why = whyNot(notification, { recipient, event, now, channel, isDigest: !notificationId });
    if (why || !recipient) drop(why ?? 'GONE', notification);
    else {
      holding.push(notification);
      times.push(Number(deliverAt(now, notification.priority, { ...recipient.wish(channel), mode: 'IMMEDIATE' })));
    }
  }
  const [reason = null] = dropped.keys();
  const earliest = new Date(Math.min(...times));
  return { holding, dropped, notBefore: channel !== 'IN_APP' && earliest > now ? earliest : null, reason };
}

const MOST_IN_DIGEST = 500;

interface About {
  readonly recipient: Recipient | undefined;
  readonly channel: Channel;
  readonly event: Event | undefined;
  readonly now: Date;
  readonly isDigest: boolean;
}

/** Why a notification is not told any more, if so. */
function whyNot(notification: Notification, { recipient, event, now, channel, isDigest }: About): string | null {
  if (!recipient) return 'GONE';
  if (recipient.silence) return recipient.silence;
  if (recipient.wish(channel).mode === 'OFF') return 'SWITCHED_OFF';
  if (isDigest && (notification.readAt || notification.archivedAt)) return 'READ';
  if (!event || notification.kind === 'eventCancelled') return null;
  if (event.cancelled) return 'CANCELLED';
  return event.endsAt <= now ? 'OVER' : null;
}

/** How the person wants each kind of news that is among them. */
export async function recipientsByNews(
  db: Database | Tx,
  userId: string,
  notifications: readonly Notification[],
  now: Date,
): Promise<ReadonlyMap<string, Recipient>> {
  const kinds = new Map(notifications.map((it) => [newsKey(it), it]));
  const found = new Map<string, Recipient>();
  for (const [key, news] of kinds) {
    const [recipient] = await recipientsOf(db, [userId], news, now);
    if (recipient) found.set(key, recipient);
  }
  return found;
}

async function eventsOf(
  db: Database | Tx,
  notifications: readonly Notification[],
): Promise<ReadonlyMap<string, Event>> {
  const ids = notifications.flatMap(({ subjectId }) => (subjectId?.startsWith('evt_') ? [subjectId] : []));
  const events = ids.length > 0 ? await db.event.findMany({ where: { id: { in: [...new Set(ids)] } } }) : [];
  return new Map(events.map((event) => [event.id, event]));
}
