import { LRUCache } from 'lru-cache';

/** An answer in this process's memory. */
export interface Kept {
  readonly text: string;
  /** Its key and all that it depends on. */
  readonly tags: readonly string[];
  /** By the process's monotonic clock. */
  readonly freshUntil: number;
  readonly staleUntil: number;
}

/** Answers in this process, bounded by their size: those go first that were not asked for the longest. */
export function createNearby(maxBytes: number) {
  const keysOf = new Map<string, Set<string>>();
  const untag = ({ tags }: Kept, key: string) => {
    for (const tag of tags) {
      const keys = keysOf.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) keysOf.delete(tag);
    }
  };
  const entries = new LRUCache<string, Kept>({
    maxSize: maxBytes,
    sizeCalculation: ({ text, tags }, key) => 2 * (text.length + key.length + tags.join().length) + 100,
    dispose: untag,
  });
  return {
    get: (key: string): Kept | undefined => entries.get(key),
    put(key: string, kept: Kept): void {
      entries.delete(key); // its tags first: they may be others now
      entries.set(key, kept);
      if (!entries.has(key)) return; // larger than everything may be together
      for (const tag of kept.tags) {
        const keys = keysOf.get(tag) ?? new Set();
        keysOf.set(tag, keys.add(key));
      }
    },
    forget(tag: string): void {
      for (const key of [...(keysOf.get(tag) ?? [])]) entries.delete(key);
    },
    clear: () => entries.clear(),
  };
}
