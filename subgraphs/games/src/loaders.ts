import { AT_ONCE, byId, pagesBy } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';
import type { GameFavourite } from './__generated__/prisma/client.ts';

/** A person and a game. */
interface Pair {
  readonly readerId: string;
  readonly gameId: string;
}

export const loaders = (db: Database) => ({
  game: byId(db.game),
  counts: counts(db),
  hasRead: pairsIn((where) => db.gameRead.findMany({ where, select: PAIR })),
  isFavourite: pairsIn((where) => db.gameFavourite.findMany({ where, select: PAIR })),
  favouritesPage: pagesBy<GameFavourite>(db.reader, 'favourites', { order: [{ sinceAt: 'desc' }, { gameId: 'asc' }] }),
});

const PAIR = { readerId: true, gameId: true } as const;
const nameOf = ({ readerId, gameId }: Pair): string => `${readerId} ${gameId}`;

/** Whether there is a row for a person and a game. */
const pairsIn = (find: (where: { readerId: { in: string[] }; gameId: { in: string[] } }) => PromiseLike<Pair[]>) =>
  new DataLoader<Pair, boolean, string>(
    async (pairs) => {
      const among = (column: keyof Pair) => ({ in: [...new Set(pairs.map((pair) => pair[column]))] });
      const found = new Set((await find({ readerId: among('readerId'), gameId: among('gameId') })).map(nameOf));
      return pairs.map((pair) => found.has(nameOf(pair)));
    },
    { ...AT_ONCE, cacheKeyFn: nameOf },
  );

/** What people did with games, as of now: the games themselves may come from the cache. */
const counts = (db: Database) =>
  new DataLoader(async (ids: readonly string[]) => {
    const select = { id: true, readCount: true, favouriteCount: true } as const;
    const rows = await db.game.findMany({ where: { id: { in: [...ids] } }, select });
    const known = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => known.get(id) ?? { id, readCount: 0, favouriteCount: 0 });
  }, AT_ONCE);
