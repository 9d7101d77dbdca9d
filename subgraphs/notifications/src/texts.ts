import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import type { Facts, Kind } from './texts/facts.ts';
import type { Language, Sentences } from './texts/language.ts';
import { sayingFor } from './texts/saying.ts';

export type { Facts, Kind } from './texts/facts.ts';

/** What there are texts in. Another language is one file, and its name here. */
const LANGUAGES: Readonly<Record<string, Language>> = { en, de };

/** For readers of any other language: English, with days before months and 24 hours, as most of them write. */
const FALLBACK = 'en-GB';

const languageOf = (locale: string): string => new Intl.Locale(locale).language;

/** The locale that a text for this one is really in: itself where we have its language. */
export const writtenIn = (locale: string): string => (Object.hasOwn(LANGUAGES, languageOf(locale)) ? locale : FALLBACK);

/** All that is written in the language of a locale. */
export const languageFor = (locale: string): Language => LANGUAGES[languageOf(writtenIn(locale))] ?? en;

/** To whom, and about which team: what a text needs besides its facts. */
export interface Reading {
  readonly locale: string;
  readonly timeZone: string;
  readonly teamName: string;
}

/** A notification in words: plain text, the title in one line. */
export interface Text extends Sentences {
  /** What it is written in. */
  readonly locale: string;
}

/** What a notification says to somebody, in their language and by their clock. */
export function textOf(kind: Kind, facts: Facts, { locale, timeZone, teamName }: Reading): Text {
  const language = writtenIn(locale);
  if (kind === 'message') return { title: String(facts.title), body: String(facts.body), locale: language };
  // What was written of a kind is read as of that kind; only that is kept.
  const write = languageFor(locale).texts[kind] as (facts: Facts, say: ReturnType<typeof sayingFor>) => Sentences;
  return { ...write(facts, sayingFor(language, timeZone, teamName)), locale: language };
}

/** What stands above several notifications in one. */
export function digestTextOf(
  items: readonly { readonly title: string; readonly count: number }[],
  locale: string,
): Text {
  const count = items.reduce((sum, item) => sum + item.count, 0);
  const body = items.map(({ title }) => title).join('\n');
  return { title: languageFor(locale).digest(count), body, locale: writtenIn(locale) };
}
