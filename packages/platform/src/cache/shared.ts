import { randomUUID } from 'node:crypto';
import type { KeyValue } from '../key-value/key-value.ts';

/** An answer that another process loaded. */
interface Found {
  readonly text: string;
  readonly ageMs: number;
}

/** Where an answer stands in the shared store. */
interface Place {
  readonly found: Found | null;
  write(text: string, freshMs: number): Promise<void>;
}

const NOWHERE: Place = { found: null, write: async () => undefined };
const EVERYTHING = '*';
const STAMP_SECONDS = 86_400;
// A store that is away is not asked for a while: each question could wait for a second.
const REST_MILLISECONDS = 1_000;

/**
 * Answers that processes share, in Redis where there is one. Each carries the stamps that its tags had before it was
 * loaded; ending a tag gives it another stamp, so nothing has to be found to be ended.
 */
export function createShared(name: string, store: KeyValue) {
  const placeOf = (key: string) => `cache:${name}:${key}`;
  const stampOf = (tag: string) => `cache-stamp:${name}:${tag}`;
  let restsUntil = 0;

  async function asking<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    if (!store.isShared || performance.now() < restsUntil) return otherwise;
    return work().catch(() => {
      restsUntil = performance.now() + REST_MILLISECONDS;
      return otherwise;
    });
  }

  /** Also while the store rests: what ended must not come back with it. */
  async function stamp(tags: readonly string[]): Promise<void> {
    if (!store.isShared) return;
    const stamps = tags.map((tag) => store.set(stampOf(tag), randomUUID(), STAMP_SECONDS));
    await Promise.all(stamps).catch(() => undefined); // when it is back, the signals say that something was missed
  }

  return {
    read: (key: string, tags: readonly string[]): Promise<Place> =>
      asking(async () => {
        const [raw, ...stamps] = await Promise.all([
          store.get(placeOf(key)),
          ...[EVERYTHING, ...tags].map((tag) => store.get(stampOf(tag))),
        ]);
        const mark = stamps.join(' ');
        return {
          found: readEntry(raw ?? null, mark),
          write: (text, freshMs) =>
            store.set(placeOf(key), JSON.stringify({ mark, at: Date.now(), text }), freshMs / 1000),
        };
      }, NOWHERE),
    forget: stamp,
    forgetAll: () => stamp([EVERYTHING]),
  };
}

function readEntry(raw: string | null, mark: string): Found | null {
  if (raw === null) return null;
  const entry = JSON.parse(raw) as { mark: string; at: number; text: string };
  return entry.mark === mark ? { text: entry.text, ageMs: Math.max(0, Date.now() - entry.at) } : null;
}
