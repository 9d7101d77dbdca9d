import type { EventPayload } from '@fieldhouse/contracts';
import { type OneReactionResources, sqlOf } from '@fieldhouse/kit';
import type { Database } from './__generated__/database.ts';
import { accountOf, openProfileIn } from './registration.ts';

/** Notes what a person has read, unless something newer is known; of whoever was deleted nothing is kept. */
export async function noteGameRead(
  event: EventPayload['GameRead'],
  resources: Pick<OneReactionResources<Database>, 'tx' | 'emit' | 'ask'>,
): Promise<void> {
  const { tx, emit } = resources;
  const { userId, gameId, count, readAt, version } = event;
  const isKnown = (await tx.user.count({ where: { id: userId } })) > 0;
  if (!isKnown && !(await tx.deletedUser.findUnique({ where: { id: userId } }))) {
    const account = await accountOf(resources, userId); // their registration has yet to be heard of
    if (account) await openProfileIn(tx, emit, { userId, ...account, approved: account.roles.length > 0 });
  }
  await sqlOf(tx)(NOTE, [userId, gameId, count, readAt, version]);
}

// The person's row is held: whoever deletes it waits, and takes this along.
const NOTE = `
  INSERT INTO "GameRead" AS known ("userId", "gameId", "count", "readAt", "version")
  SELECT "id", $2, $3::int, $4::timestamptz, $5::int FROM "User" WHERE "id" = $1 FOR KEY SHARE
  ON CONFLICT ("userId", "gameId") DO UPDATE
    SET "count" = excluded."count", "readAt" = excluded."readAt", "version" = excluded."version"
    WHERE known."version" < excluded."version"`;
