import { type Connection, present } from '@fieldhouse/kit';
import type { GamesContext } from './__generated__/context.ts';
import type { Game, GameFavourite } from './__generated__/prisma/client.ts';
import type { Resolvers } from './__generated__/resolvers.ts';
import { isStale } from './catalogue.ts';
import { facets } from './facets.ts';
import { games } from './listing.ts';
import { markRead, setFavourite } from './reading.ts';
import { refreshNow } from './refresh-now.ts';
import { catalogueStatus } from './status.ts';

const deed = (gameId: string, { viewer, now }: GamesContext) => ({ readerId: viewer.id, gameId, at: now() });

export const resolvers: Resolvers = {
  Query: {
    games: (_, asked, context) => games(asked, context),
    game: (_, { id }, { load }) => load.game.load(id),
    gameFacets: (_, __, context) => facets(context),
    gameCatalogue: (_, __, context) => catalogueStatus(context),
  },

  Mutation: {
    markGameRead: (_, { input: { gameId } }, context) =>
      context.transact(async (tx, emit) => {
        await markRead(tx, emit, deed(gameId, context));
        return { game: await tx.game.findUnique({ where: { id: gameId } }) };
      }),
    setGameFavourite: (_, { input: { gameId, favourite } }, context) =>
      context.transact(async (tx) => {
        await setFavourite(tx, deed(gameId, context), favourite);
        return { game: await tx.game.findUnique({ where: { id: gameId } }) };
      }),
    refreshGameCatalogue: (_, __, context) => refreshNow(context),
  },

  RefreshGameCataloguePayload: { ok: ({ ok }) => ok === true }, // a refusal says nothing

  Game: {
    __resolveReference: ({ id }, { load }) => load.game.load(id),
    stale: (game, _, context) => isStale(game, context),
    readCount: async ({ id }, _, { load }) => (await load.counts.load(id)).readCount,
    favouriteCount: async ({ id }, _, { load }) => (await load.counts.load(id)).favouriteCount,
    viewerHasRead: ({ id: gameId }, _, { visitor, load }) =>
      visitor && load.hasRead.load({ readerId: visitor.id, gameId }),
    viewerFavourite: ({ id: gameId }, _, { visitor, load }) =>
      visitor && load.isFavourite.load({ readerId: visitor.id, gameId }),
  },

  User: {
    favouriteGames: async ({ id }, args, { load }) => {
      const page = await load.favouritesPage.load({ of: id, args });
      return withGames(page, async ({ gameId }) => present(await load.game.load(gameId)));
    },
  },
};

/** A page of favourites as one of the games that they are. */
async function withGames(page: Connection<GameFavourite>, gameOf: (favourite: GameFavourite) => Promise<Game>) {
  const nodes = await Promise.all(page.nodes.map(gameOf));
  const edges = page.edges.map(({ cursor }, i) => ({ cursor, node: nodes[i] as Game }));
  return { ...page, nodes, edges };
}
