import { z } from 'zod';
import type { GamePlatform } from '../__generated__/prisma/client.ts';
import { UpstreamFailure } from '../upstream/failure.ts';
import { getJson } from '../upstream/get-json.ts';
import type { GameFacts, Provider } from './provider.ts';

const text = z.string().nullish();

// https://www.freetogame.com/api-doc: of the rest of what it says nothing is needed.
const Listed = z.object({
  id: z.number().int().positive(),
  title: z.string(),
  genre: z.string(),
  platform: z.string(),
  short_description: text,
  publisher: text,
  developer: text,
  release_date: text,
  thumbnail: text,
  game_url: text,
});

const PLATFORMS: readonly (readonly [said: RegExp, platform: GamePlatform])[] = [
  [/windows|\bpc\b/i, 'PC'],
  [/browser/i, 'BROWSER'],
];

const factsOf = ({ id, title, genre, platform, ...game }: z.infer<typeof Listed>): GameFacts => ({
  sourceId: String(id),
  title,
  genre,
  platforms: PLATFORMS.filter(([said]) => said.test(platform)).map(([, known]) => known),
  shortDescription: game.short_description ?? null,
  description: null,
  publisher: game.publisher ?? null,
  developer: game.developer ?? null,
  releaseDate: game.release_date ?? null,
  thumbnailUrl: game.thumbnail ?? null,
  url: game.game_url ?? null,
  screenshots: [],
  requirements: null,
});

/** FreeToGame's public API: https://www.freetogame.com/api-doc. */
export const freeToGame = (api: URL): Provider => ({
  source: 'FREETOGAME',
  changes: true,
  list: async (signal) => {
    const { data, error } = z.array(Listed).safeParse(await getJson(new URL('games', api), signal));
    const [issue] = error?.issues ?? [];
    if (issue) throw new UpstreamFailure(`Not a list of games: ${issue.path.join('.')}: ${issue.message}`);
    return (data ?? []).map(factsOf);
  },
});
