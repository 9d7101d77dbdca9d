import type { JobResources, Later } from '@fieldhouse/kit';
import type { Database, Tx } from './__generated__/database.ts';
import type { Delivery, Notification } from './__generated__/prisma/client.ts';
import { comingFor, remindOf } from './event-reminders.ts';
import { recipientsByNews } from './holding.ts';
import { newsKey } from './recipients.ts';
import { moveReminders } from './reminders.ts';
import { digestIdOf, planOn } from './tell.ts';

const MOST_WAITING = 500;

/** Looks again at what waits for a person, who wants it otherwise now or goes by another clock: it may be due earlier, or later. */
export async function lookAgain(tx: Tx, later: Later, userId: string, now: Date): Promise<void> {
  const deferred = await tx.delivery.findMany({
    where: { userId, status: 'DEFERRED' },
    select: { id: true },
    orderBy: { notBefore: 'asc' },
    take: MOST_WAITING,
  });
  for (const { id } of deferred) await later.schedule('deliverAt', id, now);
  await moveDigests(tx, later, userId, now);
}

/** Somebody goes by another clock: what waits for them, and what reminds them, moves along. */
export const heedClock = (userId: string, { transact, now }: JobResources<Database>): Promise<void> =>
  transact(async (tx, _, later) => {
    await lookAgain(tx, later, userId, now());
    await remindOf(tx, later, { events: await comingFor(tx, userId, now()), userIds: [userId], now: now() });
    await moveReminders(tx, later, { userId });
  });

type Carried = Delivery & { readonly notification: Notification | null };

/** Has what waits for a digest wait for the one that is the next by now. */
async function moveDigests(tx: Tx, later: Later, userId: string, now: Date): Promise<void> {
  const where = {
    userId,
    status: 'DIGESTED' as const,
    digest: { status: 'SCHEDULED' as const, notBefore: { gt: now } },
  };
  const carried = await tx.delivery.findMany({ where, include: { notification: true }, take: MOST_WAITING });
  const moves = await movesOf(tx, carried, userId, now);
  for (const { digestId, channel, notBefore, ids } of moves) {
    const digest = { id: digestId, userId, channel, notBefore, createdAt: now, status: 'SCHEDULED' as const };
    await tx.delivery.createMany({ data: [digest], skipDuplicates: true });
    await tx.delivery.updateMany({ where: { id: { in: ids } }, data: { digestId, notBefore } });
    await later.schedule('deliverAt', digestId, notBefore);
  }
  if (moves.length === 0) return;
  const left = [...new Set(carried.flatMap(({ digestId }) => digestId ?? []))];
  const empty = await tx.delivery.findMany({ where: { id: { in: left }, items: { none: {} } }, select: { id: true } });
  const ids = empty.map(({ id }) => id);
  await tx.delivery.deleteMany({ where: { id: { in: ids } } });
  for (const id of ids) await later.cancel('deliverAt', id);
}

interface Move {
  readonly digestId: string;
  readonly channel: Delivery['channel'];
  readonly notBefore: Date;
  readonly ids: string[];
}

/** To which digests these go over; what stays where it is, and what is not wanted any more, is left out. */
async function movesOf(tx: Tx, carried: readonly Carried[], userId: string, now: Date): Promise<Move[]> {
  const notifications = carried.flatMap(({ notification }) => notification ?? []);
  const recipients = await recipientsByNews(tx, userId, notifications, now);
  const moves = new Map<string, Move>();
  for (const { id, channel, notification, digestId: before } of carried) {
    const recipient = notification && recipients.get(newsKey(notification));
    if (!recipient) continue;
    const { status, notBefore } = planOn(channel, recipient, notification.priority, now);
    const digestId = digestIdOf(userId, channel, notBefore);
    if (status === 'SUPPRESSED' || digestId === before) continue;
    const move = moves.get(digestId) ?? { digestId, channel, notBefore, ids: [] };
    move.ids.push(id);
    moves.set(digestId, move);
  }
  return [...moves.values()];
}
