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

const Detailed = z.object({
  id: z.number().int().positive(),
  description: text,
  // A game that runs in a browser has none.
  minimum_system_requirements: z.record(z.string(), text).nullish(),
  screenshots: z.array(z.object({ image: z.string() })).nullish(),
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

function read<T>(shape: z.ZodType<T>, said: unknown, complaint: string): T {
  const { data, error } = shape.safeParse(said);
  const [issue] = error?.issues ?? [];
  if (issue) throw new UpstreamFailure(`${complaint}: ${issue.path.join('.')}: ${issue.message}`);
  return data as T;
}

/** FreeToGame's public API: https://www.freetogame.com/api-doc. */
export const freeToGame = (api: URL): Provider => ({
  source: 'FREETOGAME',
  changes: true,
  list: async (signal) => {
    const listed = read(z.array(Listed), await getJson(new URL('games', api), signal), 'Not a list of games');
    return listed.map(factsOf);
  },
  details: async (sourceId, signal) => {
    const said = await getJson(new URL(`game?id=${encodeURIComponent(sourceId)}`, api), signal);
    const { id, description, minimum_system_requirements, screenshots } = read(Detailed, said, 'Not a game');
    if (String(id) !== sourceId) throw new UpstreamFailure(`Asked for game ${sourceId}, it tells of ${id}`);
    const requirements = Object.entries(minimum_system_requirements ?? {}).flatMap(([part, needed]) =>
      needed ? [[part, needed] as const] : [],
    );
    return {
      description: description ?? null,
      screenshots: (screenshots ?? []).map(({ image }) => image),
      requirements: requirements.length > 0 ? Object.fromEntries(requirements) : null,
    };
  },
});
