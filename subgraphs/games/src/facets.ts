import { sqlOf } from '@fieldhouse/kit';
import type { GamesContext } from './__generated__/context.ts';
import type { GameSource } from './__generated__/prisma/client.ts';
import { CATALOGUE_LASTS } from './catalogue.ts';
import { providerIn } from './providers/index.ts';
import { whenThere } from './waiting.ts';

/** A value, and how many games have it. */
interface Facet {
  readonly value: string;
  readonly count: number;
}

/** What there is to filter by. */
export async function facets(context: GamesContext) {
  await whenThere(context);
  const { source } = providerIn(context);
  return context.cache.cached(`facets:${source}`, CATALOGUE_LASTS, () => count(context.db, source));
}

async function count(db: GamesContext['db'], source: GameSource) {
  const rows = (await sqlOf(db)(COUNT, [source])) as unknown as (Facet & { kind: string })[];
  const of = (wanted: string): Facet[] =>
    rows.filter(({ kind }) => kind === wanted).map(({ value, count }) => ({ value, count }));
  return { genres: of('genre'), platforms: of('platform'), publishers: of('publisher') };
}

const COUNT = `
  WITH listed AS (SELECT * FROM "Game" WHERE "source" = $1::"GameSource" AND "listed"),
  counted AS (
    SELECT 'genre' AS kind, "genre" AS value, count(*)::int FROM listed GROUP BY "genre"
    UNION ALL SELECT 'publisher', "publisher", count(*)::int FROM listed WHERE "publisher" IS NOT NULL GROUP BY "publisher"
    UNION ALL SELECT 'platform', platform::text, count(*)::int FROM listed, unnest("platforms") AS platform GROUP BY platform),
  ranked AS (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY count DESC, value COLLATE "names") AS place FROM counted)
  SELECT kind, value, count FROM ranked WHERE place <= 100 ORDER BY kind, place`;
