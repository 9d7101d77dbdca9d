import { type Emit, sqlOf } from '@fieldhouse/kit';
import type { Resources, Tx } from './__generated__/database.ts';
import { changeInbox } from './inbox.ts';

const DAY_MS = 86_400_000;

/** How long it is kept what people were told. */
export const KEPT_DAYS = 365;

/** The day before which nothing is remembered: what is heard of that time is not told any more. */
export const forgottenBefore = (now: Date): Date => new Date(now.getTime() - KEPT_DAYS * DAY_MS);

/** When to look again. */
export const tomorrow = (now: Date): Date => new Date(now.getTime() + DAY_MS);

/** Sees to it that there is a look today, and one every day. */
export const beginToPurge = ({ transact, now }: Resources): Promise<void> =>
  transact((_tx, _emit, { schedule }) => schedule('purge', 'daily', now()));

const AT_ONCE = 500;

/** Lets go of what is a year old: of notifications so many at once. True when there may be more. */
export async function purge(tx: Tx, emit: Emit, now: Date, begun: string): Promise<boolean> {
  const before = forgottenBefore(now);
  const old = await tx.notification.findMany({
    // What was snoozed, or came late, is as new as its last arrival.
    where: { createdAt: { lt: before }, snoozedUntil: null, OR: [{ inboxAt: null }, { inboxAt: { lt: before } }] },
    select: { id: true, userId: true, unread: true },
    take: AT_ONCE,
  });
  await letGo(tx, emit, old);
  if (old.length === AT_ONCE) return true;
  await tx.delivery.deleteMany({ where: { notificationId: null, createdAt: { lt: before }, items: { none: {} } } });
  await tx.broadcast.deleteMany({ where: { finishedAt: { lt: before }, told: { none: {} } } });
  await tx.reminder.deleteMany({ where: { status: { not: 'SCHEDULED' }, fireAt: { lt: before } } });
  await tx.told.deleteMany({ where: { at: { lt: before }, cause: { not: begun } } });
  await sqlOf(tx)(FORGET_EXCEPTIONS, [before]);
  return false;
}

interface Old {
  readonly id: string;
  readonly userId: string;
  readonly unread: boolean;
}

/** In the order of people, as whoever writes to several inboxes holds them; what nobody read is not counted any more. */
async function letGo(tx: Tx, emit: Emit, old: readonly Old[]): Promise<void> {
  const remove = async (rows: readonly Old[]) =>
    (await tx.notification.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })).count;
  const unread = old.filter((it) => it.unread);
  for (const userId of [...new Set(unread.map((it) => it.userId))].sort())
    await changeInbox(tx, emit, { userId }, () => remove(unread.filter((it) => it.userId === userId)));
  await remove(old);
}

// How somebody wanted to be reminded of an event that is long over.
const FORGET_EXCEPTIONS = `
  DELETE FROM "ReminderException" AS exception USING "Event" AS event
  WHERE event."id" = exception."subjectId" AND event."endsAt" < $1::timestamptz RETURNING event."id"`;
