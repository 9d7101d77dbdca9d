import { type JobResources, newId } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import type { Delivery, Notification } from './__generated__/prisma/client.ts';
import { type Channel, Undeliverable } from './channels/channel.ts';
import { channels } from './channels/index.ts';
import { byMatter } from './digest.ts';
import { hold } from './holding.ts';
import { loaders } from './loaders.ts';
import { digestMessage, messageOf } from './message.ts';

/** Tries of one delivery: about a day of them. After that it is a dead letter, which can be replayed. */
export const ATTEMPTS = 300;

/** What may be sent now: the delivery, and of its notifications those that still hold. */
interface Due {
  readonly delivery: Delivery;
  readonly notifications: readonly Notification[];
}

/** Sends what a delivery carries, if it still holds. In no transaction: it may run again after it was done. */
export async function deliver(id: string, job: JobResources<Database>): Promise<void> {
  const due = await dueNow(id, job);
  const channel = due && channels.find((it) => it.channel === due.delivery.channel);
  if (!channel) return;
  if (!channel.isAvailable(job)) return note(due, job, { status: 'SUPPRESSED', reason: 'UNAVAILABLE' });
  const to = await targetOf(due.delivery, channel, job);
  if (!to) return note(due, job, { status: 'SUPPRESSED', reason: 'UNREACHABLE' });
  const load = loaders(job.db);
  const { delivery, notifications } = due;
  const [only] = notifications;
  const message =
    delivery.notificationId && only
      ? await messageOf(only, to, load)
      : await digestMessage(byMatter(notifications), { userId: delivery.userId, to }, load);
  try {
    await note(due, job, { status: await channel.send(message, job), reason: null, sentAt: job.now() });
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'UNKNOWN';
    if (error instanceof Undeliverable) return note(due, job, { status: 'FAILED', reason });
    await note(due, job, job.attempt < ATTEMPTS ? { reason } : { status: 'FAILED', reason });
    throw error;
  }
}

/** The delivery as it stands now; `null` for one that is done, is no longer wanted, or has to wait some more. */
async function dueNow(id: string, job: JobResources<Database>): Promise<Due | null> {
  const delivery = await job.db.delivery.findUnique({ where: { id } });
  if (!delivery || ['SENT', 'DELIVERED', 'SUPPRESSED'].includes(delivery.status)) return null;
  const { holding, dropped, notBefore, reason } = await hold(job.db, delivery, job.now());
  if (notBefore) {
    await job.transact(async (tx, _, { schedule }) => {
      await tx.delivery.update({ where: { id }, data: { status: 'DEFERRED', notBefore, reason: 'QUIET' } });
      await schedule('deliverAt', id, notBefore);
    });
    return null;
  }
  for (const [why, ids] of dropped)
    await job.db.delivery.updateMany({
      where: { digestId: delivery.digestId ?? id, notificationId: { in: [...ids] } },
      data: { status: 'SUPPRESSED', reason: why },
    });
  const due = { delivery, notifications: holding };
  if (holding.length > 0) return due;
  await note(due, job, { status: 'SUPPRESSED', reason });
  return null;
}

/** Where it goes to: one of the person's addresses. If there are several, each of the others is a delivery of its own. */
async function targetOf(delivery: Delivery, channel: Channel, { db, transact, now }: JobResources<Database>) {
  const { id, userId, target, notificationId, digestId } = delivery;
  const targets = (await channel.targets(db, [userId])).get(userId) ?? [];
  if (target) return targets.includes(target) ? target : undefined;
  const [first, ...others] = targets;
  if (!first) return undefined;
  await transact(async (tx, _, { enqueue }) => {
    await tx.delivery.update({ where: { id }, data: { target: first } });
    for (const other of others) {
      const sibling = {
        id: newId('dlv'),
        target: other,
        createdAt: now(),
        notBefore: now(),
        status: 'SCHEDULED' as const,
      };
      const of = {
        userId,
        channel: channel.channel,
        notificationId,
        digestId: notificationId ? null : (digestId ?? id),
      };
      await tx.delivery.create({ data: { ...sibling, ...of } });
      await enqueue('deliver', sibling.id);
    }
  });
  return first;
}

type Outcome = Partial<Pick<Delivery, 'status' | 'reason' | 'sentAt'>>;

/** Notes how far a delivery has got; what a digest carried went out with it. */
async function note(
  { delivery, notifications }: Due,
  { db, attempt }: JobResources<Database>,
  outcome: Outcome,
): Promise<void> {
  const { id, digestId, notificationId } = delivery;
  await db.delivery.updateMany({ where: { id }, data: { ...outcome, attempts: attempt } });
  if (notificationId || !outcome.sentAt) return;
  const carried = { digestId: digestId ?? id, notificationId: { in: notifications.map((it) => it.id) } };
  await db.delivery.updateMany({ where: carried, data: { sentAt: outcome.sentAt } });
}
