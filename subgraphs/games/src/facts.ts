import { line, paragraph, scalars, UserError } from '@fieldhouse/kit';
import type { GameDetails, GameFacts } from './providers/provider.ts';
import { UpstreamFailure } from './upstream/failure.ts';

/** No source that is known has a tenth of it. */
const MOST_GAMES = 5_000;
const MOST_SCREENSHOTS = 20;
/** The beginning of a tag, or of what hides one. */
const MARKUP = /<[a-z/!?]/i;

type Rule = (raw: string, bounds: { max: number; path: string }) => string;

/**
 * A source's list as it may be stored: plain texts of one form, no game twice. Throws for a list in which anything is
 * strange, as a source that errs once errs again: the last good list is better than half of a bad one.
 */
export function soundCatalogue(list: readonly GameFacts[]): GameFacts[] {
  if (list.length === 0) throw new UpstreamFailure('Lists no games');
  if (list.length > MOST_GAMES) throw new UpstreamFailure(`Lists ${list.length} games: more than ${MOST_GAMES}`);
  const seen = new Set<string>();
  return list.map((facts, index) => {
    if (seen.has(facts.sourceId)) throw new UpstreamFailure(`Lists a game twice, at ${index}`);
    seen.add(facts.sourceId);
    return soundFacts(facts, index);
  });
}

function soundFacts(facts: GameFacts, index: number): GameFacts {
  const { text, maybe, address, refuse } = rulesOf(`Game ${index}`);
  if (facts.platforms.length === 0) refuse('its platform is not known');
  return {
    ...facts,
    ...soundDetails(facts, `Game ${index}`),
    title: text(facts.title, line, 200, 'title'),
    genre: text(facts.genre, line, 60, 'genre'),
    shortDescription: maybe(facts.shortDescription, paragraph, 1_000, 'short description'),
    publisher: maybe(facts.publisher, line, 200, 'publisher'),
    developer: maybe(facts.developer, line, 200, 'developer'),
    // Sources write 2020-00-00 for a day that they do not know.
    releaseDate: valid('LocalDate', facts.releaseDate),
    thumbnailUrl: address(facts.thumbnailUrl, 'thumbnail'),
    url: address(facts.url, 'url'),
  };
}

/** What the API says of a game's needs. */
const PARTS = ['os', 'processor', 'memory', 'graphics', 'storage'];

/** What a source says of one game as it may be stored; throws where anything is strange. */
export function soundDetails({ description, screenshots, requirements }: GameDetails, whose: string): GameDetails {
  const { maybe, address, refuse } = rulesOf(whose);
  const needs = PARTS.flatMap((part) => {
    const needed = maybe(requirements?.[part] ?? null, line, 300, part);
    return needed === null ? [] : [[part, needed] as const];
  });
  return {
    description: maybe(description, paragraph, 10_000, 'description'),
    screenshots: screenshots
      .slice(0, MOST_SCREENSHOTS)
      .map((it) => address(it, 'screenshot') ?? refuse('screenshot is empty')),
    requirements: needs.length > 0 ? Object.fromEntries(needs) : null,
  };
}

/** What holds for texts and addresses of a source's. */
function rulesOf(whose: string) {
  const refuse = (what: string): never => {
    throw new UpstreamFailure(`${whose}: ${what}`);
  };
  const text = (raw: string, rule: Rule, max: number, path: string): string => {
    if (MARKUP.test(raw)) refuse(`${path} has markup in it`);
    try {
      return rule(raw, { max, path });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return refuse(`${path}: ${error.message}`);
    }
  };
  return {
    refuse,
    text,
    maybe: (raw: string | null, rule: Rule, max: number, path: string): string | null =>
      raw === null || raw.trim() === '' ? null : text(raw, rule, max, path),
    address: (raw: string | null, path: string): string | null =>
      raw === null || raw.trim() === '' ? null : (valid('URL', raw) ?? refuse(`${path} is no web address`)),
  };
}

/** A value as the API's own scalar has it; `null` where it is none. */
function valid(scalar: 'URL' | 'LocalDate', raw: string | null): string | null {
  try {
    return raw === null ? null : (scalars[scalar].parseValue(raw.trim()) as string);
  } catch {
    return null;
  }
}

/** A title for links: `table-football`; of one that has no such letters its id remains. */
export function slugOf({ title, sourceId }: Pick<GameFacts, 'title' | 'sourceId'>): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 80) || `game-${sourceId.toLowerCase()}`
  );
}
