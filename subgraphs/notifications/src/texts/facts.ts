/** An instant in UTC, RFC 3339: facts are kept as JSON. */
type Instant = string;

/** What a text says of an event. */
export interface EventFacts {
  readonly title: string;
  readonly startsAt: Instant;
  readonly endsAt?: Instant | null;
  readonly place?: string | null;
}

/** What a text says of a match: whose it is, and what it is called. */
interface MatchFacts {
  readonly tournament: string;
  readonly label: string;
}

/** Each kind of notification, with what it has to say. Names of teams are looked up when it is read. */
export interface FactsOf {
  readonly invited: EventFacts;
  /** What it was before, where that is known. */
  readonly eventChanged: EventFacts & {
    readonly titleBefore?: string;
    readonly startedAt?: Instant;
    readonly endedAt?: Instant;
    readonly placeBefore?: string | null;
  };
  readonly eventCancelled: EventFacts & { readonly reason?: string | null };
  readonly eventReminder: EventFacts;
  readonly addedToTeam: { readonly role: string };
  readonly placeChanged: { readonly role: string };
  readonly removedFromTeam: object;
  readonly rolesChanged: { readonly roles: readonly string[] };
  readonly banLifted: object;
  readonly signedIn: { readonly device: string; readonly address?: string; readonly at?: Instant };
  readonly matchReady: MatchFacts & { readonly startsAt: Instant | null; readonly place: string | null };
  readonly resultToConfirm: MatchFacts & { readonly score: string; readonly confirmBy: Instant };
  readonly matchDisputed: MatchFacts;
  /** The label is that of the next match. */
  readonly advanced: MatchFacts;
  readonly placeInTournament: { readonly tournament: string; readonly status: string; readonly reason: string | null };
  readonly tournamentCancelled: { readonly tournament: string; readonly reason: string | null };
  /** What the person wanted to be reminded of, in words of their own. */
  readonly reminder: { readonly title: string; readonly startsAt?: Instant | null };
  /** What somebody wrote: in no language but theirs. */
  readonly message: { readonly title: string; readonly body: string };
}

/** Which text. */
export type Kind = keyof FactsOf;

/** Facts as they are kept, of any kind. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
