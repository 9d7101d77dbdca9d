import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { GameFacts, Provider } from './provider.ts';

const platform = z.enum(['PC', 'BROWSER', 'CONSOLE', 'MOBILE', 'TABLETOP', 'SPORT']);

const Bundled = z.array(
  z.strictObject({
    id: z.string(),
    title: z.string(),
    genre: z.string(),
    platforms: z.array(platform).min(1),
    short: z.string(),
    about: z.string().optional(),
    publisher: z.string().optional(),
    developer: z.string().optional(),
    released: z.string().optional(),
  }),
);

const read = (): GameFacts[] =>
  Bundled.parse(JSON.parse(readFileSync(new URL('bundled-games.json', import.meta.url), 'utf8'))).map(
    ({ id, short, about, released, publisher, developer, ...game }) => ({
      ...game,
      sourceId: id,
      shortDescription: short,
      description: about ?? null,
      publisher: publisher ?? null,
      developer: developer ?? null,
      releaseDate: released ?? null,
      thumbnailUrl: null,
      url: null,
      screenshots: [],
      requirements: null,
    }),
  );

/** The list beside this file. */
export const bundled: Provider = { source: 'BUNDLED', changes: false, list: async () => read() };
