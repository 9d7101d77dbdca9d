import type { KeyValue } from '@fieldhouse/platform';
import { LRUCache } from 'lru-cache';
import { Unavailable } from './errors.ts';

/** Whose token it is, and of which session. */
interface Bearer {
  readonly id: string;
  readonly sessionId: string;
}

/**
 * Whose tokens must not be honoured though they were signed validly: sessions and people, each with the account version
 * below which tokens are refused.
 */
export type Denials = ReadonlyMap<string, number>;

/** Above every version: refuses all tokens. */
export const EVERY_VERSION = 2 ** 31 - 1;

/** The denials as all processes share them: a copy, whose original is in auth's database. */
export interface DenyList {
  /** Throws `Unavailable` while nobody knows who is denied. */
  refuses(bearer: Bearer, version: number): Promise<boolean>;
  /** Which of these are refused, as the shared store has it at this moment. */
  refusedAmong(bearers: readonly (Bearer & { readonly version: number })[]): Promise<readonly boolean[]>;
  /** From now on refuses these. */
  deny(denials: Denials): Promise<void>;
  /** Whether it holds everything that auth knows: a store that lost its content does not. */
  isFilled(): Promise<boolean>;
  /** Brings the copy up to the original, which `read` gives; auth's work. */
  mend(read: () => Promise<Denials>): Promise<void>;
  /** Whom it denies. */
  denied(): Promise<Denials>;
  forget(subjects: readonly string[]): Promise<void>;
}

// A process asks the shared store at most once a second per person: revocations take effect within that time.
const REMEMBERED_MS = 1000;
const KEY = 'denied';
/** Subjects that are looked up in one command. */
const AT_ONCE = 1_000;
/** Stands among the denials: gone together with them, however they went. */
const FILLED = 'filled';

/** Keeps the deny-list in Redis where there is one. All of it is under one key: what is evicted or lost is lost whole, and so noticed. */
export function createDenyList(store: KeyValue): DenyList {
  const recent = new LRUCache<string, { readonly below: number | null }>({ max: 10_000, ttl: REMEMBERED_MS });

  async function read(subjects: readonly string[]): Promise<readonly (number | null)[]> {
    const known = subjects.flatMap((subject) => recent.get(subject) ?? []);
    if (store.isShared && known.length === subjects.length) return known.map(({ below }) => below);
    const [filled, ...found] = await store.numbers(KEY, [FILLED, ...subjects]);
    // A process' own memory is filled before its doors open, and not lost before it is.
    if (store.isShared && !filled) throw new Unavailable();
    for (const [at, subject] of subjects.entries()) recent.set(subject, { below: found[at] ?? null });
    return found;
  }
  const isFilled = async () => !store.isShared || (await store.numbers(KEY, [FILLED]))[0] !== null;
  const denied = async (): Promise<Denials> => {
    const all = new Map(await store.allNumbers(KEY));
    all.delete(FILLED);
    return all;
  };

  return {
    refuses: async (bearer, version) =>
      (await read([bearer.sessionId, bearer.id])).some((below) => below !== null && version < below),
    refusedAmong: async (bearers) => {
      const subjects = [...new Set(bearers.flatMap(({ sessionId, id }) => [sessionId, id]))];
      const below = new Map<string, number>();
      for (let at = 0; at < subjects.length; at += AT_ONCE) {
        const some = subjects.slice(at, at + AT_ONCE);
        const [filled, ...found] = await store.numbers(KEY, [FILLED, ...some]);
        if (store.isShared && !filled) throw new Unavailable();
        for (const [index, subject] of some.entries()) below.set(subject, found[index] ?? 0);
      }
      return bearers.map(({ sessionId, id, version }) =>
        [sessionId, id].some((subject) => version < (below.get(subject) ?? 0)),
      );
    },
    deny: async (denials) => {
      await store.raiseNumbers(KEY, denials);
      for (const subject of denials.keys()) recent.delete(subject);
    },
    isFilled,
    denied,
    mend: async (original) => {
      // Looked at first: what is written to a store that was emptied since does not make it pass for filled.
      const wasFilled = (await store.numbers(KEY, [FILLED]))[0] !== null;
      const [held, denials] = [await denied(), await original()];
      const lost = [...denials].filter(([subject, below]) => (held.get(subject) ?? 0) < below);
      await store.raiseNumbers(KEY, new Map(wasFilled ? lost : [...denials, [FILLED, 1]]));
    },
    forget: (subjects) => store.deleteNumbers(KEY, subjects),
  };
}
