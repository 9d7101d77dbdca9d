import { type Emit, NotFound, sqlOf, UserError } from '@fieldhouse/kit';
import type { Tx } from './__generated__/database.ts';

/** What a person does with a game, and when. */
interface Deed {
  readonly readerId: string;
  readonly gameId: string;
  readonly at: Date;
}

const MOST_FAVOURITES = 1_000;

/** Counts that a person has read a game once more, and announces it. */
export async function markRead(tx: Tx, emit: Emit, { readerId, gameId, at }: Deed): Promise<void> {
  const version = await lockReader(tx, readerId);
  await ensureGame(tx, gameId);
  const key = { readerId, gameId };
  const data = { create: { ...key, readAt: at }, update: { count: { increment: 1 }, readAt: at } };
  const { count } = await tx.gameRead.upsert({ where: { readerId_gameId: key }, ...data });
  // Last: whoever reads the same game waits here.
  await tx.game.update({ where: { id: gameId }, data: { readCount: { increment: 1 } } });
  await emit('GameRead', { userId: readerId, version, gameId, count, readAt: at.toISOString() });
}

/** Makes a game a favourite, or takes it from them; what is so already stays as it is. */
export async function setFavourite(tx: Tx, { readerId, gameId, at }: Deed, favourite: boolean): Promise<void> {
  await lockReader(tx, readerId);
  await ensureGame(tx, gameId);
  if (favourite && (await tx.gameFavourite.count({ where: { readerId } })) >= MOST_FAVOURITES)
    throw new UserError('VALIDATION', `Nobody has more than ${MOST_FAVOURITES} favourites`, 'favourite');
  const { count } = favourite
    ? await tx.gameFavourite.createMany({ data: { readerId, gameId, sinceAt: at }, skipDuplicates: true })
    : await tx.gameFavourite.deleteMany({ where: { readerId, gameId } });
  const favouriteCount = favourite ? { increment: count } : { decrement: count };
  if (count > 0) await tx.game.update({ where: { id: gameId }, data: { favouriteCount } });
}

/** The next version of what a person reads; their row is locked by that. Refuses whoever was deleted. */
async function lockReader(tx: Tx, readerId: string): Promise<number> {
  const [reader] = await sqlOf(tx)(LOCK, [readerId]);
  if (!reader) throw new NotFound('No such person');
  return Number(reader.version);
}

// Also whoever registered a moment ago, of whom the announcement is still on its way.
const LOCK = `
  INSERT INTO "Reader" AS reader ("id", "version") VALUES ($1, 1)
  ON CONFLICT ("id") DO UPDATE SET "version" = reader."version" + 1 WHERE NOT reader."gone"
  RETURNING "version"`;

async function ensureGame(tx: Tx, id: string): Promise<void> {
  if (!(await tx.game.findUnique({ where: { id }, select: { id: true } }))) throw new NotFound('No such game');
}

/** Opens the row of somebody who registered; whoever was deleted stays so. */
export async function openReader(tx: Tx, id: string): Promise<void> {
  await tx.reader.createMany({ data: { id }, skipDuplicates: true });
}

/** Forgets what somebody deleted has read and liked; the games count as if they had not. */
export async function forgetReader(tx: Tx, id: string): Promise<void> {
  await tx.reader.upsert({ where: { id }, create: { id, gone: true }, update: { gone: true } });
  await sqlOf(tx)(FORGET_READS, [id]);
  await sqlOf(tx)(FORGET_FAVOURITES, [id]);
}

const FORGET_READS = `
  WITH gone AS (DELETE FROM "GameRead" WHERE "readerId" = $1 RETURNING "gameId", "count")
  UPDATE "Game" AS game SET "readCount" = "readCount" - gone."count" FROM gone WHERE game."id" = gone."gameId"`;

const FORGET_FAVOURITES = `
  WITH gone AS (DELETE FROM "GameFavourite" WHERE "readerId" = $1 RETURNING "gameId")
  UPDATE "Game" AS game SET "favouriteCount" = "favouriteCount" - 1 FROM gone WHERE game."id" = gone."gameId"`;
