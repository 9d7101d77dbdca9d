import { type Emit, sqlOf, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';

/** What to mark; what is left out stays. */
export interface Marks {
  readonly read?: boolean | null | undefined;
  readonly seen?: boolean | null | undefined;
  readonly archived?: boolean | null | undefined;
}

const MOST_AT_ONCE = 100;

/** Which of a person's notifications are marked: those that are named, or all that the inbox shows. */
export function marked(userId: string, { ids, all }: { ids?: readonly string[] | null; all?: boolean | null }): object {
  if ((ids == null) === !all) throw new UserError('VALIDATION', 'Name notifications by ids, or say all', 'ids');
  if (ids && ids.length > MOST_AT_ONCE)
    throw new UserError('VALIDATION', `At most ${MOST_AT_ONCE} at once, or all`, 'ids');
  const inInbox = { userId, inboxAt: { not: null } };
  return ids ? { ...inInbox, id: { in: [...ids] } } : { ...inInbox, archivedAt: null, snoozedUntil: null };
}

/** Marks them; how many marks were set or taken back. What is read has been seen, and a mark that is there keeps its time. */
export async function mark(tx: Tx, which: object, { read, seen, archived }: Marks, now: Date): Promise<number> {
  const put = async (column: 'readAt' | 'seenAt' | 'archivedAt', isSet: boolean | null | undefined) => {
    if (isSet == null) return 0;
    const where = { ...which, [column]: isSet ? null : { not: null } };
    return (await tx.notification.updateMany({ where, data: { [column]: isSet ? now : null } })).count;
  };
  const sawThem = await put('seenAt', read ? true : seen);
  return sawThem + (await put('readAt', read)) + (await put('archivedAt', archived)); // which may be by what is not archived
}

/**
 * Changes a person's inbox. It is held from the first moment, so that of two changes at once the second counts what the first left; if `change`
 * says that something changed, the unread are counted anew, and it is announced, with the ids that the person named. How many are unread.
 */
export async function changeInbox(
  tx: Tx,
  emit: Emit,
  { userId, ids = [] }: { readonly userId: string; readonly ids?: readonly string[] | null | undefined },
  change: () => Promise<number>,
): Promise<number> {
  const sql = sqlOf(tx);
  const [held] = await sql(HOLD, [userId]);
  if ((await change()) === 0) return Number(held?.unread);
  const [inbox] = await sql(RECOUNT, [userId]);
  const unread = Number(inbox?.unread);
  const notificationIds = [...(ids ?? [])];
  await emit('NotificationRead', { userId, version: Number(inbox?.version), notificationIds, unread });
  return unread;
}

const HOLD = `
  INSERT INTO "Inbox" AS inbox ("userId") VALUES ($1)
  ON CONFLICT ("userId") DO UPDATE SET "unread" = inbox."unread" RETURNING "unread"`;
const RECOUNT = `
  UPDATE "Inbox" SET "version" = "version" + 1,
    "unread" = (SELECT count(*) FROM "Notification" WHERE "userId" = $1 AND "unread")
  WHERE "userId" = $1 RETURNING "unread", "version"`;
