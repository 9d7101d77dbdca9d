import { newId, type ReactionResources } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Channel, DeliveryStatus, NotificationCategory, Priority } from './__generated__/prisma/enums.ts';
import { CHANNELS } from './catalogue.ts';
import { enterInboxes } from './inbox.ts';
import { type Recipient, recipientsOf } from './recipients.ts';
import type { Facts, Kind } from './texts.ts';
import { deliverAt } from './when.ts';

/** Something that people are told. */
export interface News {
  /** What happened: who was told of it once is not told again. */
  readonly cause: string;
  readonly category: NotificationCategory;
  readonly kind: Kind;
  readonly facts?: Facts;
  readonly priority?: Priority;
  /** The team that it concerns: who has left it or muted it hears nothing. */
  readonly teamId?: string | null;
  /** The id of what it is about. */
  readonly subjectId?: string | null;
  readonly groupKey?: string | null;
  readonly actorId?: string | null;
  readonly broadcastId?: string | null;
  /** Only on these, where it names any. */
  readonly channels?: readonly Channel[];
}

/** What people are told with: the resources of a reaction or timer, or those of a mutation's transaction. */
export type Telling = Pick<ReactionResources<Database>, 'tx' | 'emit' | 'schedule' | 'enqueue' | 'now'>;

/**
 * Tells people something: to each a notification, and for each channel what is to become of it. What may come at once does: the inbox has
 * it with this commit, the rest is a job; what is to wait is a timer. As many statements for a thousand people as for one.
 */
export async function tell(telling: Telling, news: News, userIds: readonly string[]): Promise<readonly Entered[]> {
  if (userIds.length === 0) return [];
  const { tx, now } = telling;
  const recipients = await recipientsOf(tx, [...new Set(userIds)], news, now());
  const entered = await enter(telling, news, recipients);
  const deliveries = entered.flatMap(({ id, recipient }) => planFor(recipient, news, id, now()));
  const digests = deliveries.flatMap((it) => (it.digestId ? [digestOf(it, it.digestId)] : []));
  await tx.delivery.createMany({ data: digests, skipDuplicates: true });
  await tx.delivery.createMany({ data: deliveries });
  for (const { id, channel, status, notBefore, digestId } of deliveries)
    if (digestId || status === 'DEFERRED') await telling.schedule('deliverAt', digestId ?? id, notBefore);
    else if (status === 'SCHEDULED' && channel !== 'IN_APP') await telling.enqueue('deliver', id);
  return entered;
}

interface Entered {
  readonly id: string;
  readonly recipient: Recipient;
}

/** Writes the notifications, and those that are for the inbox at once into the inboxes; who has been told before is left out. */
async function enter({ tx, emit, now }: Telling, news: News, recipients: readonly Recipient[]): Promise<Entered[]> {
  const byPerson = new Map(recipients.map((it) => [it.userId, it]));
  const { channels: _, facts = {}, ...rest } = news;
  const rows = recipients.map((recipient) => ({
    ...rest,
    facts,
    id: newId('ntf'),
    userId: recipient.userId,
    createdAt: now(),
    inboxAt:
      isWanted('IN_APP', news) && planOn('IN_APP', recipient, news.priority ?? 'NORMAL', now()).status === 'DELIVERED'
        ? now()
        : null,
  }));
  const made = await tx.notification.createManyAndReturn({ data: rows, skipDuplicates: true, select: KEPT });
  await enterInboxes(
    tx,
    emit,
    made.filter(({ inboxAt }) => inboxAt),
  );
  return made.map(({ id, userId }) => ({ id, recipient: byPerson.get(userId) as Recipient }));
}

const KEPT = { id: true, userId: true, category: true, inboxAt: true } as const;

interface Planned {
  readonly status: DeliveryStatus;
  readonly notBefore: Date;
  readonly reason?: string;
}

/** What is to become of something for one person on one channel. */
export function planOn(channel: Channel, recipient: Recipient, priority: Priority, now: Date): Planned {
  const suppressed = (reason: string): Planned => ({ status: 'SUPPRESSED', notBefore: now, reason });
  if (recipient.silence) return suppressed(recipient.silence);
  const wish = recipient.wish(channel);
  // The inbox rings nobody: what may wait there is there.
  const at = deliverAt(now, priority, channel === 'IN_APP' ? { ...wish, quietHours: null, pausedUntil: null } : wish);
  if (!at) return suppressed('SWITCHED_OFF');
  if (wish.mode !== 'IMMEDIATE' && at > now) return { status: 'DIGESTED', notBefore: at };
  if (at > now) return { status: 'DEFERRED', notBefore: at, reason: 'QUIET' };
  return { status: channel === 'IN_APP' ? 'DELIVERED' : 'SCHEDULED', notBefore: now };
}

/** Whether the sender leaves it to this channel too. */
const isWanted = (channel: Channel, { channels = [] }: News): boolean =>
  channels.length === 0 || channels.includes(channel);

/** The digest that reaches a person on a channel at a time. */
export const digestIdOf = (userId: string, channel: Channel, at: Date): string =>
  `dig_${userId}_${channel}_${at.getTime()}`;

function planFor(recipient: Recipient, news: News, notificationId: string, now: Date) {
  return CHANNELS.filter((channel) => isWanted(channel, news) && recipient.reached.has(channel)).map((channel) => {
    const { userId } = recipient;
    const plan = planOn(channel, recipient, news.priority ?? 'NORMAL', now);
    const digestId = plan.status === 'DIGESTED' ? digestIdOf(userId, channel, plan.notBefore) : null;
    const sentAt = plan.status === 'DELIVERED' ? now : null;
    return { id: newId('dlv'), userId, notificationId, channel, digestId, sentAt, createdAt: now, ...plan };
  });
}

const digestOf = ({ userId, channel, notBefore, createdAt }: ReturnType<typeof planFor>[number], id: string) => ({
  id,
  userId,
  channel,
  notBefore,
  createdAt,
  status: 'SCHEDULED' as const,
});
