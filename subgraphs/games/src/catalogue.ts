import { createHash } from 'node:crypto';
import { newId, type Resources, sqlOf } from '@fieldhouse/kit';
import type { Database, Tx } from './__generated__/database.ts';
import type { Catalogue, Game, GameSource } from './__generated__/prisma/client.ts';
import { slugOf } from './facts.ts';
import type { GameFacts } from './providers/provider.ts';
import { settings } from './settings.ts';

/** What ends every cached answer about which games there are. */
export const CATALOGUE = 'catalogue';
/** How long such answers are given: they end with a new catalogue, and by themselves where that is not heard. */
export const CATALOGUE_LASTS = { freshMs: 300_000, staleMs: 3_600_000, tags: [CATALOGUE] };

/** What is known of a source's catalogue. */
export const catalogueOf = (db: Database | Tx, source: GameSource): Promise<Catalogue | null> =>
  db.catalogue.findUnique({ where: { source } });

/** A sound list, as it is compared with another. */
export const digestOf = (games: readonly GameFacts[]): string =>
  createHash('sha256').update(JSON.stringify(games)).digest('base64url');

/** Stores what a source lists now. Games that it lists no more stay, unlisted, with what people did with them. */
export async function storeGames(tx: Tx, source: GameSource, games: readonly GameFacts[], now: Date): Promise<void> {
  const rows = games.map((game, rank) => ({ ...game, id: newId('gam'), slug: slugOf(game), rank }));
  await sqlOf(tx)(STORE, [JSON.stringify(rows), source, now]);
  await sqlOf(tx)(UNLIST, [source, games.map(({ sourceId }) => sourceId)]);
}

// In the order of ids, so that two that store wait for each other. What a list does not say may be known from elsewhere.
const STORE = `
  INSERT INTO "Game" AS game ("id", "source", "sourceId", "rank", "title", "slug", "shortDescription", "description", "genre",
    "platforms", "publisher", "developer", "releaseDate", "thumbnailUrl", "url", "screenshots", "requirements", "fetchedAt")
  SELECT "id", $2::"GameSource", "sourceId", "rank", "title", "slug", "shortDescription", "description", "genre",
    "platforms", "publisher", "developer", "releaseDate", "thumbnailUrl", "url", "screenshots", "requirements",
    $3::timestamptz
  FROM json_populate_recordset(NULL::"Game", $1::json) ORDER BY "sourceId"
  ON CONFLICT ("source", "sourceId") DO UPDATE SET
    "listed" = true, "rank" = excluded."rank", "title" = excluded."title", "slug" = excluded."slug",
    "shortDescription" = excluded."shortDescription",
    "description" = coalesce(excluded."description", game."description"), "genre" = excluded."genre",
    "platforms" = excluded."platforms", "publisher" = excluded."publisher", "developer" = excluded."developer",
    "releaseDate" = excluded."releaseDate", "thumbnailUrl" = excluded."thumbnailUrl", "url" = excluded."url",
    "screenshots" = CASE WHEN excluded."screenshots" = '{}' THEN game."screenshots" ELSE excluded."screenshots" END,
    "requirements" = coalesce(excluded."requirements", game."requirements"), "fetchedAt" = excluded."fetchedAt"`;

const UNLIST = `
  UPDATE "Game" SET "listed" = false WHERE "source" = $1::"GameSource" AND "listed" AND "sourceId" <> ALL ($2::text[])`;

/** Whether what is said of a game may be out of date. */
export function isStale(
  game: Pick<Game, 'listed' | 'source' | 'fetchedAt'>,
  resources: Pick<Resources, 'settings' | 'now'>,
): boolean {
  if (!game.listed) return true;
  const { refreshSeconds } = settings.in(resources);
  const overdueAt = new Date(game.fetchedAt).getTime() + refreshSeconds * 1000;
  return game.source !== 'BUNDLED' && overdueAt < resources.now().getTime();
}
