import type { KeyValue } from '../key-value/key-value.ts';

/** Remembers the nonces of signed requests: one that is known was sent before. */
export type IsNew = (nonce: string, signedAt: number) => Promise<boolean>;

interface Remembering {
  /** How long a signature is good, in either direction. */
  readonly skewMs: number;
  readonly now: () => number;
  /** Nonces of one generation, at most. */
  readonly most?: number;
}

const MOST = 250_000;
const AGAIN_MS = 1_000;

/**
 * Two generations, each as long as a signature can live: what is in neither is new. When more come than are remembered,
 * what is as old as the forgotten ones counts as known.
 */
export function ownNonces({ skewMs, now, most = MOST }: Remembering): IsNew {
  let current = generation(now());
  let previous = generation(now());
  let forgottenUntil = Number.NEGATIVE_INFINITY;
  return async (nonce, signedAt) => {
    if (now() - current.since > 2 * skewMs) {
      [previous, current] = [current, generation(now())];
    } else if (current.nonces.size >= most) {
      forgottenUntil = Math.max(forgottenUntil, previous.newest);
      [previous, current] = [current, generation(now())];
    }
    if (signedAt <= forgottenUntil || current.nonces.has(nonce) || previous.nonces.has(nonce)) return false;
    current.nonces.add(nonce);
    current.newest = Math.max(current.newest, signedAt);
    return true;
  };
}

const generation = (since: number) => ({ since, nonces: new Set<string>(), newest: Number.NEGATIVE_INFINITY });

/**
 * What any instance has seen, by the store that they share; while that is away each goes by what it saw itself, so that
 * requests are served, and asks the store once a second only.
 */
export function sharedNonces(store: KeyValue, recipient: string, options: Remembering): IsNew {
  const isNewHere = ownNonces(options);
  if (!store.isShared) return isNewHere;
  const seconds = (2 * options.skewMs) / 1000;
  let awayUntil = Number.NEGATIVE_INFINITY;
  return async (nonce, signedAt) => {
    if (!(await isNewHere(nonce, signedAt))) return false;
    if (performance.now() < awayUntil) return true;
    try {
      return await store.add(`nonce:${recipient}:${nonce}`, '1', seconds);
    } catch {
      awayUntil = performance.now() + AGAIN_MS;
      return true;
    }
  };
}
