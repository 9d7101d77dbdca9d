import type { KeyValue } from '@fieldhouse/platform';
import { LRUCache } from 'lru-cache';

// More often than anybody looks would be a write for every request.
const NOTED_EVERY_MS = 60_000;
const KEPT_SECONDS = 86_400;

const keyOf = (sessionId: string) => `session:${sessionId}`;

/**
 * Notes that a session is in use, at most once a minute. Kept beside the sessions themselves, where a write is cheap
 * and may be lost: what is left then is the time at which its tokens were renewed.
 */
export function createUseNotes(store: KeyValue): (sessionId: string) => void {
  const noted = new LRUCache<string, true>({ max: 10_000, ttl: NOTED_EVERY_MS });
  return (sessionId) => {
    if (noted.has(sessionId)) return;
    noted.set(sessionId, true);
    store.set(keyOf(sessionId), new Date().toISOString(), KEPT_SECONDS).catch(() => noted.delete(sessionId));
  };
}

/** When a session was last noted to be in use; `null` when nobody noted it of late. */
export async function lastUse(store: KeyValue, sessionId: string): Promise<Date | null> {
  const at = await store.get(keyOf(sessionId));
  return at === null ? null : new Date(at);
}
