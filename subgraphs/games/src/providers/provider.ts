import type { GamePlatform, GameSource } from '../__generated__/prisma/client.ts';

/** What a source says of a game. What it does not say is `null`. */
export interface GameFacts {
  readonly sourceId: string;
  readonly title: string;
  readonly genre: string;
  readonly platforms: readonly GamePlatform[];
  readonly shortDescription: string | null;
  readonly description: string | null;
  readonly publisher: string | null;
  readonly developer: string | null;
  /** As 2026-09-01. */
  readonly releaseDate: string | null;
  readonly thumbnailUrl: string | null;
  readonly url: string | null;
  readonly screenshots: readonly string[];
  readonly requirements: Readonly<Record<string, string>> | null;
}

/** What a source says of a game where it is asked for that one alone. */
export type GameDetails = Pick<GameFacts, 'description' | 'screenshots' | 'requirements'>;

/** Whoever lists games. Another one is a file like those beside this, and a word in `GAMES_PROVIDER`. */
export interface Provider {
  readonly source: GameSource;
  /** Whether the list can be another one tomorrow. */
  readonly changes: boolean;
  /** All games, in its own order; rejects with `UpstreamFailure` where it cannot say. Nothing is checked yet. */
  list(signal: AbortSignal): Promise<readonly GameFacts[]>;
  /** What its list leaves out, where it does; rejects as `list` does. */
  details?(sourceId: string, signal: AbortSignal): Promise<GameDetails>;
}
