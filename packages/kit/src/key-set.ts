import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { Unavailable } from './errors.ts';

/** How long key sets are believed, in seconds. docs/operations.md says what follows from it. */
export const KEY_SET = {
  /** Read again, beside the requests, when older than this. */
  renewedAfter: 30,
  /** Tried again after this while auth does not answer. */
  retriedAfter: 1,
  /** Never used when older, while auth answers: a key that was withdrawn is refused everywhere after this time. */
  keptFor: 60,
  /** While auth does not answer nobody can withdraw a key: what was last read is good for this long. */
  keptWithoutAuthFor: 3_600,
  /** An unknown key has the set read again, but made-up ones cannot hammer auth. */
  unknownEvery: 5,
  /** A key is published for this long before it signs: then every set that is in use holds it. */
  publishedBeforeSigning: 120,
} as const;

// What a request waits for auth. The reading goes on, for those that come later.
const PATIENCE_MS = 1_000;
const REMEMBERED_TOKENS = 10_000;

/** Auth's keys as they were published at one time, and what was found by them: it is forgotten together with them. */
export interface PublishedKeys<Found extends object> {
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly found: LRUCache<string, Found>;
}

/** Auth's public keys, read again in time. However many ask, auth is asked by one at a time. */
export interface KeySet<Found extends object> {
  /** The keys, never older than `KEY_SET` says. Throws `Unavailable` when there are none to go by. */
  current(): Promise<PublishedKeys<Found>>;
  /** The keys after one was missing among them. Throws `Unavailable` when auth cannot say whether it exists. */
  renewed(): Promise<PublishedKeys<Found>>;
}

/** Keeps the key set that `read` gives. */
export function createKeySet<Found extends object>(read: () => Promise<unknown>, now: () => Date): KeySet<Found> {
  let keys: (PublishedKeys<Found> & { readonly text: string }) | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let last = { at: Number.NEGATIVE_INFINITY, failed: false };
  let asking: Promise<void> | undefined;

  // A clock that was set back makes nothing fresh.
  const isWithin = (seconds: number, since: number) => {
    const age = now().getTime() - since;
    return age >= 0 && age < seconds * 1000;
  };
  const accept = (published: unknown) => {
    const text = JSON.stringify(published);
    const find = createLocalJWKSet(published as JSONWebKeySet);
    if (keys?.text !== text) keys = { text, find, found: new LRUCache({ max: REMEMBERED_TOKENS }) };
  };
  const ask = (): Promise<void> => {
    const at = now().getTime();
    asking ??= read()
      .then(accept)
      .then(
        () => {
          readAt = at;
          last = { at, failed: false };
        },
        () => {
          last = { at, failed: true };
        },
      )
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  const goodKeys = () => (isWithin(KEY_SET.keptWithoutAuthFor, readAt) ? keys : undefined);
  const keysOrUnavailable = () => {
    const good = goodKeys();
    if (!good) throw new Unavailable();
    return good;
  };

  const askPatiently = async () => {
    if (!(await isDoneInTime(ask()))) last = { at: now().getTime(), failed: true };
  };

  return {
    async current() {
      const isRested = !isWithin(last.failed ? KEY_SET.retriedAfter : KEY_SET.renewedAfter, last.at);
      const isOld = !isWithin(KEY_SET.keptFor, last.at);
      if (isOld || (isRested && !goodKeys())) await askPatiently();
      else if (isRested) void ask();
      return keysOrUnavailable();
    },
    async renewed() {
      if (!isWithin(KEY_SET.unknownEvery, last.at)) await askPatiently();
      if (last.failed) throw new Unavailable();
      return keysOrUnavailable();
    },
  };
}

/** Waits, but not for ever; whether `work` was done by then. */
async function isDoneInTime(work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
