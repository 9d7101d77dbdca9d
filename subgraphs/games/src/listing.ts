import { createHash } from 'node:crypto';
import { type Connection, containing, type PageArgs, paginate } from '@fieldhouse/kit';
import type { GamesContext } from './__generated__/context.ts';
import type { Game, GameSource } from './__generated__/prisma/client.ts';
import type { GameFilter, GameOrder } from './__generated__/resolvers.ts';
import { CATALOGUE, CATALOGUE_LASTS } from './catalogue.ts';
import { providerIn } from './providers/index.ts';
import { whenThere } from './waiting.ts';

type Filter = GameFilter | null | undefined;

/** Which page of which games. */
interface Asked extends PageArgs {
  readonly filter?: Filter;
  readonly orderBy?: GameOrder | null;
}

const ORDERS = {
  RELEVANCE: [{ rank: 'asc' }, { id: 'asc' }],
  POPULARITY: [{ favouriteCount: 'desc' }, { title: 'asc' }, { id: 'asc' }],
  RELEASE_DATE: [{ releaseDate: { sort: 'desc', nulls: 'last' } }, { title: 'asc' }, { id: 'asc' }],
  ALPHABETICAL: [{ title: 'asc' }, { id: 'asc' }],
  MOST_READ: [{ readCount: 'desc' }, { title: 'asc' }, { id: 'asc' }],
} as const;

/** What people do with games changes all the time, and nobody minds an order of ten seconds ago. */
const COUNTS_LAST = { freshMs: 10_000, staleMs: 60_000, tags: [CATALOGUE] };

/** A page of the games that the source lists. What most people ask for comes from the cache. */
export async function games(asked: Asked, context: GamesContext): Promise<Connection<Game>> {
  const { db, cache } = context;
  const { filter, orderBy, ...args } = asked;
  const { source } = providerIn(context);
  const readerId = filter?.favourite == null ? undefined : context.viewer.id;
  await whenThere(context);
  const where = matching(source, filter, readerId);
  const order = orderBy ?? 'RELEVANCE';
  const load = () => paginate(db.game, args, { where, order: [...ORDERS[order]] });
  if (!isUsual(asked)) return load();
  const lasts = order === 'POPULARITY' || order === 'MOST_READ' ? COUNTS_LAST : CATALOGUE_LASTS;
  const { edges, pageInfo } = await cache.cached(keyOf('page', [source, asked]), lasts, async () => {
    const page = await load();
    return { edges: page.edges, pageInfo: page.pageInfo };
  });
  const found = edges.map(({ cursor, node }) => ({ cursor, node: { ...node, fetchedAt: new Date(node.fetchedAt) } }));
  return {
    edges: found,
    nodes: found.map(({ node }) => node),
    pageInfo,
    totalCount: () => cache.cached(keyOf('count', [source, filter]), CATALOGUE_LASTS, () => db.game.count({ where })),
  };
}

/** Whether others will ask the same: a beginning, of all games or of one kind. Answers for one person are not kept at all. */
function isUsual({ filter, first, last, after, before }: Asked): boolean {
  const isBeginning = after == null && before == null && last == null && (first ?? 0) >= 0 && (first ?? 0) <= 100;
  const { search, publisher, releasedAfter, favourite, genre, platform } = filter ?? {};
  const isOneKind = (genre?.length ?? 0) <= 1 && (platform?.length ?? 0) <= 1;
  return isBeginning && isOneKind && [search, publisher, releasedAfter, favourite].every((it) => it == null);
}

/** Of one length, whatever was asked. */
const keyOf = (kind: string, about: unknown): string =>
  `${kind}:${createHash('sha256').update(JSON.stringify(about)).digest('base64url')}`;

/** The Prisma filter for the games a filter means. */
function matching(source: GameSource, filter: Filter, readerId: string | undefined): object {
  const { platform, genre, search, releasedAfter, publisher, favourite } = filter ?? {};
  const searchText = containing(search);
  const own = { some: { readerId } };
  return {
    source,
    listed: true,
    ...(platform ? { platforms: { hasSome: [...platform] } } : {}),
    ...(genre ? { genre: { in: [...genre] } } : {}),
    ...(searchText ? { searchText } : {}),
    ...(releasedAfter ? { releaseDate: { gt: releasedAfter } } : {}),
    ...(publisher ? { publisher } : {}),
    ...(favourite == null ? {} : { favourites: favourite ? own : { none: { readerId } } }),
  };
}
