import type { EventFacts, FactsOf, Kind } from './facts.ts';

/** A title of one line and a body of one or more: plain text in both. */
export interface Sentences {
  readonly title: string;
  readonly body: string;
}

/** How a language puts times and names into its sentences. */
export interface Saying {
  /** The name of the team that it is about; nothing where it has none. */
  readonly team: string;
  /** A title of the team's: U12: Practice is cancelled. */
  readonly teams: (title: string) => string;
  /** An instant, in the reader's zone and way: Tue, 3 March 2026 at 18:00 CET. */
  readonly at: (instant: string) => string;
  /** When an event is; the day is said once where it ends on that. */
  readonly when: (event: Pick<EventFacts, 'startsAt' | 'endsAt'>) => string;
  /** When and where an event is. */
  readonly event: (event: EventFacts) => string;
  /** A name that somebody chose, which cannot turn the sentence around it. */
  readonly name: (chosen: string) => string;
  /** Several words: a, b and c. */
  readonly list: (words: readonly string[]) => string;
}

/** All that is written in one language. */
export interface Language {
  readonly texts: { readonly [K in Exclude<Kind, 'message'>]: (facts: FactsOf[K], say: Saying) => Sentences };
  /** The title of several notifications in one. */
  readonly digest: (count: number) => string;
  /** What stands around a text in a mail. */
  readonly mail: {
    readonly open: string;
    /** Of several notifications, those that are left out. */
    readonly more: (count: number) => string;
    readonly why: string;
    readonly unsubscribe: string;
  };
}
