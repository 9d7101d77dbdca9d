import { type Emit, sqlOf, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';
import type { Notification } from './__generated__/prisma/client.ts';

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

type Entering = Pick<Notification, 'id' | 'userId' | 'category'>;

/** Counts what has come into inboxes, unread, and announces it: each is one change of its inbox. */
export async function enterInboxes(tx: Tx, emit: Emit, entering: readonly Entering[]): Promise<void> {
  if (entering.length === 0) return;
  const counts = new Map<string, number>();
  for (const { userId } of entering) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  const inboxes = await sqlOf(tx)(COUNT_IN, [[...counts.keys()], [...counts.values()]]);
  const last = new Map(inboxes.map(({ userId, before }) => [String(userId), Number(before)]));
  const versions = entering.map(({ userId }) => {
    const version = (last.get(userId) ?? 0) + 1;
    last.set(userId, version);
    return version;
  });
  await sqlOf(tx)(NUMBER, [entering.map(({ id }) => id), versions]);
  for (const [i, { id: notificationId, userId, category }] of entering.entries())
    await emit('NotificationCreated', { userId, version: versions[i] as number, notificationId, category });
}

// By the version of its inbox a subscriber knows whether it has been told of it.
const NUMBER = `
  UPDATE "Notification" SET "inboxVersion" = came.version
  FROM unnest($1::text[], $2::int[]) AS came (id, version) WHERE "Notification"."id" = came.id RETURNING "Notification"."id"`;

// In the order of ids, as everybody takes them: none waits for another in a circle.
const COUNT_IN = `
  INSERT INTO "Inbox" AS inbox ("userId", "unread", "version")
  SELECT id, count, count FROM unnest($1::text[], $2::int[]) AS came (id, count) ORDER BY id
  ON CONFLICT ("userId") DO UPDATE
    SET "unread" = inbox."unread" + excluded."unread", "version" = inbox."version" + excluded."version"
  RETURNING "userId", "version" - (SELECT count FROM unnest($1::text[], $2::int[]) AS came (id, count) WHERE id = "userId") AS before`;
